import type { ChannelManifest, SettingField } from '@meada/contract/channels';
import type { Translated } from '@meada/contract/primitives';

export const defaultApiUrl = 'https://api.consumidor.gov.br/api/servico';
export const siteUrl = 'https://consumidor.gov.br/';
/** Seconds between two looks, and how far back complaints are listed: 10 days to answer and 20 to rate, and some. */
export const defaultPause = 300;
export const lookBackDays = 45;
/** What the site's own form takes (the supplier's guide). */
const textLimit = 3000;
export const defaultPaths = {
  answerPath: 'reclamacao/{protocolo}/resposta',
  filePath: 'reclamacao/{protocolo}/anexo/{codigo}',
};

export const addressKind = 'complaint_gov';
const say = (pt: string, en: string, es: string): Translated => ({ 'pt-BR': pt, en, es });

const credentials: SettingField[] = [
  {
    name: 'clientId',
    type: 'text',
    required: true,
    label: say('client_id', 'client_id', 'client_id'),
    help: say(
      'Os códigos aparecem no cadastro da credenciada, no fim da página, quando o gestor entra.',
      'The codes stand at the end of the firm’s registration page, seen by its manager.',
      'Los códigos están al final del registro de la empresa, a la vista de su gestor.',
    ),
  },
  { name: 'code', type: 'secret', required: true, label: say('code', 'code', 'code') },
  {
    name: 'clientSecret',
    type: 'secret',
    required: true,
    label: say('client_secret', 'client_secret', 'client_secret'),
  },
  {
    name: 'cpf',
    type: 'text',
    required: true,
    label: say('CPF autorizado', 'Authorised CPF', 'CPF autorizado'),
    help: say(
      'Da pessoa da empresa em cujo nome o sistema lê e responde.',
      'Of the firm’s person in whose name the system reads and answers.',
      'De la persona de la empresa en cuyo nombre el sistema lee y responde.',
    ),
    placeholder: '000.000.000-00',
  },
];

/** The public pages name the service and its token; the addresses of answering and of files stand behind the sign-in. */
const unverified = say(
  'Não conferido: o caminho não está na documentação pública. Copie-o do manual da sua credenciada (Integração e API › Acesso REST).',
  'Not verified: the path is not in the public documentation. Copy it from your own manual (Integração e API › Acesso REST).',
  'Sin comprobar: la ruta no está en la documentación pública. Cópiela de su manual (Integração e API › Acesso REST).',
);

const ways: SettingField[] = [
  {
    name: 'answers',
    type: 'choice',
    required: true,
    default: 'paste',
    label: say('Como a resposta chega ao site', 'How the answer gets to the site', 'Cómo llega la respuesta'),
    help: say(
      'Colar: a resposta espera até que alguém a publique no site. API: só com o caminho do manual conferido abaixo.',
      'Paste: the answer waits until somebody publishes it on the site. API: only with the path of the manual checked below.',
      'Pegar: la respuesta espera hasta que alguien la publique. API: solo con la ruta del manual comprobada abajo.',
    ),
    choices: [
      { value: 'paste', label: say('Colar no site', 'Paste on the site', 'Pegar en el sitio') },
      { value: 'api', label: say('Enviar pela API', 'Send by the API', 'Enviar por la API') },
    ],
  },
  {
    name: 'answerPath',
    type: 'text',
    required: false,
    advanced: true,
    default: defaultPaths.answerPath,
    label: say('Caminho da resposta na API', 'Path of the answer', 'Ruta de la respuesta'),
    help: unverified,
  },
  {
    name: 'filePath',
    type: 'text',
    required: false,
    advanced: true,
    default: defaultPaths.filePath,
    label: say('Caminho dos anexos na API', 'Path of attachments', 'Ruta de los adjuntos'),
    help: unverified,
  },
  {
    name: 'pause',
    type: 'number',
    required: false,
    advanced: true,
    default: defaultPause,
    label: say('Segundos entre as buscas', 'Seconds between looks', 'Segundos entre consultas'),
  },
  {
    name: 'apiUrl',
    type: 'url',
    required: false,
    advanced: true,
    default: defaultApiUrl,
    label: say('Endereço da API', 'API address', 'Dirección de la API'),
    help: say(
      'Treinamento: https://api-treinamento.consumidor.gov.br/api/servico',
      'Training: https://api-treinamento.consumidor.gov.br/api/servico',
      'Formación: https://api-treinamento.consumidor.gov.br/api/servico',
    ),
  },
];

export const manifest: ChannelManifest = {
  id: 'consumidor',
  name: say('Consumidor.gov.br', 'Consumidor.gov.br', 'Consumidor.gov.br'),
  description: say(
    'As reclamações do Consumidor.gov.br, com prazo, complementos, anexos e a avaliação do consumidor.',
    'Complaints of Consumidor.gov.br, Brazil’s public site: deadline, additions, attachments and the rating.',
    'Las reclamaciones de Consumidor.gov.br, el sitio público de Brasil: plazo, complementos, adjuntos y nota.',
  ),
  capabilities: {
    class: 'deferred',
    sends: ['text', 'media'],
    receivesMedia: ['image', 'document', 'audio', 'video'],
    sendsMedia: ['image', 'document'],
    startsConversation: false,
    windowHours: null,
    edits: false,
    deletions: false,
    reactions: false,
    public: {},
    typing: false,
    readReceipts: false,
    html: false,
    subject: false,
    groups: false,
    switchTarget: false,
  },
  limits: {
    textLength: textLimit,
    attachmentBytes: 10 * 1024 * 1024,
    attachmentsPerMessage: 5,
    perSecond: 1,
  },
  settings: [...credentials, ...ways],
  identityKinds: [
    {
      // The consumer as the party of one complaint: the site gives no number of a person but the CPF.
      kind: addressKind,
      label: say('Reclamação', 'Complaint', 'Reclamación'),
      canonical: (value) => /^[\d./-]{4,60}$/.exec(value.trim())?.[0] ?? null,
      matchKey: (canonical) => `complaint_gov:${canonical.replace(/\D/g, '') || canonical}`,
    },
  ],
};
