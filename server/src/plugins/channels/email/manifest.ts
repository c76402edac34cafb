import type { ChannelManifest, SettingField } from '@meada/contract/channels';
import type { Translated } from '@meada/contract/primitives';
import { emailKind } from './address.ts';
import { consents } from './consents.ts';
import { sendingFields } from './manifest-sending.ts';

const say = (pt: string, en: string, es: string): Translated => ({ 'pt-BR': pt, en, es });

const security = [
  { value: 'tls', label: say('TLS (recomendado)', 'TLS (recommended)', 'TLS (recomendado)') },
  { value: 'starttls', label: say('STARTTLS', 'STARTTLS', 'STARTTLS') },
  { value: 'none', label: say('Sem criptografia', 'No encryption', 'Sin cifrado') },
];

/** Fields of a server account; IMAP and SMTP ask for the same things. */
function server(prefix: 'imap' | 'smtp', protocol: string, port: number): SettingField[] {
  return [
    {
      name: `${prefix}Host`,
      type: 'text',
      label: say(`Servidor ${protocol}`, `${protocol} server`, `Servidor ${protocol}`),
      placeholder: `${prefix}.example.com`,
      required: false,
    },
    {
      name: `${prefix}Port`,
      type: 'number',
      label: say(`Porta ${protocol}`, `${protocol} port`, `Puerto ${protocol}`),
      required: false,
      default: port,
    },
    {
      name: `${prefix}Security`,
      type: 'choice',
      label: say(`Segurança ${protocol}`, `${protocol} security`, `Seguridad ${protocol}`),
      required: false,
      choices: security,
      default: 'tls',
    },
    {
      name: `${prefix}User`,
      type: 'text',
      label: say(`Usuário ${protocol}`, `${protocol} user`, `Usuario ${protocol}`),
      help: say(
        'Em branco: o endereço de e-mail.',
        'Empty: the e-mail address.',
        'Vacío: la dirección de correo.',
      ),
      required: false,
    },
    {
      name: `${prefix}Password`,
      type: 'secret',
      label: say(`Senha ${protocol}`, `${protocol} password`, `Contraseña ${protocol}`),
      help: say(
        'Use uma senha de aplicativo se o provedor oferecer.',
        'Use an app password if the provider has one.',
        'Use una contraseña de aplicación si el proveedor la ofrece.',
      ),
      required: false,
    },
  ];
}

const settings: SettingField[] = [
  {
    name: 'address',
    type: 'email',
    label: say('Endereço de e-mail', 'E-mail address', 'Dirección de correo'),
    placeholder: 'sac@example.com',
    required: true,
  },
  {
    name: 'name',
    type: 'text',
    label: say('Nome do remetente', 'Sender name', 'Nombre del remitente'),
    help: say(
      'O que o cliente vê ao lado do nome de quem responde.',
      'What the customer sees beside the name of who answers.',
      'Lo que el cliente ve junto al nombre de quien responde.',
    ),
    required: false,
  },
  ...server('imap', 'IMAP', 993),
  {
    name: 'imapFolder',
    type: 'text',
    label: say('Pasta', 'Folder', 'Carpeta'),
    required: false,
    default: 'INBOX',
    advanced: true,
  },
  {
    name: 'importDays',
    type: 'number',
    label: say(
      'Buscar e-mails dos últimos dias ao conectar',
      'Days of older mail to fetch when connecting',
      'Días de correo anterior a traer al conectar',
    ),
    required: false,
    default: 1,
    advanced: true,
  },
  ...server('smtp', 'SMTP', 465),
  {
    name: 'receiver',
    type: 'boolean',
    label: say(
      'Receber direto neste servidor (domínio próprio)',
      'Receive directly on this server (own domain)',
      'Recibir directamente en este servidor (dominio propio)',
    ),
    help: say(
      'O registro MX do domínio aponta para este servidor.',
      'The domain’s MX record points at this server.',
      'El registro MX del dominio apunta a este servidor.',
    ),
    required: false,
    default: false,
    advanced: true,
  },
  {
    name: 'replyTracking',
    type: 'boolean',
    label: say(
      'Endereço de resposta assinado (nome+código@)',
      'Signed reply address (name+code@)',
      'Dirección de respuesta firmada (nombre+código@)',
    ),
    help: say(
      'Desligue se o provedor não aceita endereços com “+”.',
      'Turn off if the provider does not take addresses with “+”.',
      'Desactívelo si el proveedor no acepta direcciones con “+”.',
    ),
    required: false,
    default: true,
    advanced: true,
  },
  {
    name: 'authservId',
    type: 'text',
    label: say(
      'Servidor confiável em Authentication-Results',
      'Trusted server in Authentication-Results',
      'Servidor de confianza en Authentication-Results',
    ),
    help: say(
      'Nome que seu provedor escreve nesse cabeçalho, por exemplo mx.google.com. Em branco: nenhum remetente é dado como verificado.',
      'The name your provider writes in that header, for instance mx.google.com. Empty: no sender counts as verified.',
      'El nombre que su proveedor escribe en esa cabecera, por ejemplo mx.google.com. Vacío: ningún remitente se considera verificado.',
    ),
    placeholder: 'mx.google.com',
    required: false,
    advanced: true,
  },
  {
    name: 'forwarders',
    type: 'text',
    label: say(
      'Quem encaminha e-mails de clientes',
      'Who forwards customers’ mail',
      'Quién reenvía correos de clientes',
    ),
    help: say(
      'Endereços ou @domínios, separados por vírgula. O que eles encaminham (Enc:, Fwd:) entra como mensagem do autor original. Pessoas da equipe já contam.',
      'Addresses or @domains, separated by commas. What they forward (Fwd:) comes in as a message of the original author. People of the team count anyway.',
      'Direcciones o @dominios, separados por comas. Lo que reenvían (RV:, Fwd:) entra como mensaje del autor original. Las personas del equipo ya cuentan.',
    ),
    placeholder: 'antigo@loja.com.br, @matriz.com.br',
    required: false,
    advanced: true,
  },
  ...sendingFields,
  {
    name: 'signature',
    type: 'text',
    label: say('Assinatura', 'Signature', 'Firma'),
    help: say(
      'De quem não tem uma própria. {{agent.name}} vira o nome de quem responde, {{brand}} o da marca.',
      'Of who has none of their own. {{agent.name}} becomes the name of who answers, {{brand}} that of the brand.',
      'De quien no tiene una propia. {{agent.name}} será el nombre de quien responde, {{brand}} el de la marca.',
    ),
    placeholder: '{{agent.name}} · {{brand}}',
    required: false,
  },
];

export const manifest: ChannelManifest = {
  id: 'email',
  name: say('E-mail', 'E-mail', 'Correo electrónico'),
  description: say(
    'Uma caixa de e-mail da empresa: recebe por IMAP ou direto no domínio próprio, responde por SMTP.',
    'A mailbox of the firm: receives by IMAP or directly on its own domain, answers by SMTP.',
    'Un buzón de la empresa: recibe por IMAP o directamente en su dominio, responde por SMTP.',
  ),
  capabilities: {
    class: 'deferred',
    sends: ['text', 'media'],
    receivesMedia: ['image', 'audio', 'video', 'document'],
    sendsMedia: ['image', 'audio', 'video', 'document', 'sticker', 'voice'],
    startsConversation: true,
    windowHours: null,
    edits: false,
    deletions: false,
    reactions: false,
    typing: false,
    readReceipts: false,
    html: true,
    subject: true,
    groups: false,
    switchTarget: true,
  },
  // 25 MB on the wire is what most servers take; base64 makes four bytes of three.
  limits: { textLength: 200_000, attachmentBytes: 18 * 1024 * 1024, attachmentsPerMessage: 50 },
  settings,
  consents,
  identityKinds: [emailKind],
};
