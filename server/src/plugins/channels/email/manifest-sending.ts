import type { SettingField } from '@meada/contract/channels';
import type { Translated } from '@meada/contract/primitives';

const say = (pt: string, en: string, es: string): Translated => ({ 'pt-BR': pt, en, es });

const sentFields: SettingField[] = [
  {
    name: 'sentFolder',
    type: 'text',
    label: say('Pasta de enviados', 'Sent folder', 'Carpeta de enviados'),
    help: say(
      'Em branco: a que o servidor marca como enviados. O que a empresa envia de outro programa entra daqui na conversa.',
      'Empty: the one the server marks as sent. What the firm sends from another program comes from here into the conversation.',
      'Vacío: la que el servidor marca como enviados. Lo que la empresa envía desde otro programa entra de aquí en la conversación.',
    ),
    required: false,
    advanced: true,
  },
  {
    name: 'sentWatch',
    type: 'boolean',
    label: say(
      'Trazer para as conversas o que for enviado fora do Meada',
      'Bring what is sent outside Meada into the conversations',
      'Traer a las conversaciones lo que se envíe fuera de Meada',
    ),
    required: false,
    default: true,
    advanced: true,
  },
  {
    name: 'sentCopy',
    type: 'choice',
    label: say(
      'Cópia das respostas em Enviados',
      'Copy of answers in Sent',
      'Copia de las respuestas en Enviados',
    ),
    required: false,
    choices: [
      {
        value: 'auto',
        label: say(
          'Automático: quando o provedor não guarda sozinho',
          'Automatic: where the provider does not keep one itself',
          'Automático: cuando el proveedor no la guarda',
        ),
      },
      { value: 'always', label: say('Sempre', 'Always', 'Siempre') },
      { value: 'never', label: say('Nunca', 'Never', 'Nunca') },
    ],
    default: 'auto',
    advanced: true,
  },
];

/** Signing for one's own domain; the key is made by Meada and its DNS record shown by the connection test. */
const signing: SettingField[] = [
  {
    name: 'dkim',
    type: 'boolean',
    label: say(
      'Assinar os e-mails (DKIM) com a chave deste Meada',
      'Sign mails (DKIM) with this Meada’s key',
      'Firmar los correos (DKIM) con la clave de este Meada',
    ),
    help: say(
      'Para domínio próprio cujo servidor não assina. O teste de conexão mostra o registro DNS e confere SPF e DMARC.',
      'For an own domain whose server does not sign. The connection test shows the DNS record and looks at SPF and DMARC.',
      'Para un dominio propio cuyo servidor no firma. La prueba de conexión muestra el registro DNS y revisa SPF y DMARC.',
    ),
    required: false,
    default: false,
    advanced: true,
  },
  {
    name: 'dkimSelector',
    type: 'text',
    label: say('Seletor DKIM', 'DKIM selector', 'Selector DKIM'),
    placeholder: 'meada',
    required: false,
    advanced: true,
  },
  {
    name: 'dkimKey',
    type: 'secret',
    label: say('Chave DKIM', 'DKIM key', 'Clave DKIM'),
    help: say(
      'Criada pelo Meada. Retire a chave e salve para criar outra.',
      'Made by Meada. Take it away and save to have another made.',
      'Creada por Meada. Quítela y guarde para crear otra.',
    ),
    required: false,
    advanced: true,
  },
];

/** The program as Google or Microsoft knows it; in blank, the one of the installation. */
const oauth: SettingField[] = [
  {
    name: 'oauthClientId',
    type: 'text',
    label: say(
      'Google/Microsoft: ID do cliente',
      'Google/Microsoft: client ID',
      'Google/Microsoft: ID de cliente',
    ),
    help: say(
      'Só se a sua instalação ainda não tiver um; o guia mostra como criar.',
      'Only if your installation has none yet; the guide shows how to create one.',
      'Solo si su instalación aún no tiene uno; la guía muestra cómo crearlo.',
    ),
    required: false,
    advanced: true,
  },
  {
    name: 'oauthClientSecret',
    type: 'secret',
    label: say(
      'Google/Microsoft: chave secreta do cliente',
      'Google/Microsoft: client secret',
      'Google/Microsoft: secreto de cliente',
    ),
    required: false,
    advanced: true,
  },
  {
    name: 'oauthTenant',
    type: 'text',
    label: say('Microsoft: locatário (tenant)', 'Microsoft: tenant', 'Microsoft: inquilino (tenant)'),
    help: say(
      'ID ou domínio da organização. Em branco: qualquer conta Microsoft.',
      'Id or domain of the organisation. Empty: any Microsoft account.',
      'ID o dominio de la organización. Vacío: cualquier cuenta Microsoft.',
    ),
    placeholder: 'common',
    required: false,
    advanced: true,
  },
];

/** What only sending and signing in need, all of it advanced. */
export const sendingFields: SettingField[] = [...sentFields, ...signing, ...oauth];
