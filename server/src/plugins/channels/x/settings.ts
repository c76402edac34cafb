import type { SettingField } from '@meada/contract/channels';
import type { Settings } from '../../../modules/inboxes/port.ts';

export const defaultApiUrl = 'https://api.x.com';
export const defaultLinkUrl = 'https://x.com';
/** Reading is paid for by the post: once a minute is what a shop can answer anyway. */
const defaultSeconds = 60;

/** One of the firm's accounts. The user id stands before the hyphen of an OAuth 1.0a access token. */
export type Handle = { id: string; username: string; token: string; tokenSecret: string };

export type Account = {
  consumerKey: string;
  consumerSecret: string;
  bearer: string;
  /** Answers in public, whichever was addressed. */
  service: Handle;
  /** The well-known name that people mention; null where the firm has one account. */
  brand: Handle | null;
  /** Both, the service first. */
  handles: Handle[];
  mode: 'polling' | 'webhook';
  seconds: number;
  brandMayAnswer: boolean;
  appName: string;
  apiUrl: string;
  linkUrl: string;
};

/** The settings as this channel uses them; what is missing is empty, and an account without a token is none. */
export function accountOf(settings: Settings): Account {
  const word = (name: string) =>
    typeof settings[name] === 'string' ? (settings[name] as string).trim() : '';
  const address = (name: string, otherwise: string) => (word(name) || otherwise).replace(/\/+$/, '');
  const handle = (name: string): Handle => ({
    id: /^(\d{1,20})-/.exec(word(`${name}Token`))?.[1] ?? '',
    username: word(`${name}Username`).replace(/^@/, ''),
    token: word(`${name}Token`),
    tokenSecret: word(`${name}TokenSecret`),
  });
  const service = handle('service');
  const named = handle('brand');
  const brand = named.id && named.tokenSecret && named.id !== service.id ? named : null;
  return {
    ...{
      consumerKey: word('consumerKey'),
      consumerSecret: word('consumerSecret'),
      bearer: word('bearerToken'),
    },
    ...{ service, brand, handles: brand ? [service, brand] : [service] },
    mode: settings.mode === 'webhook' ? 'webhook' : 'polling',
    seconds: typeof settings.seconds === 'number' ? Math.max(settings.seconds, 5) : defaultSeconds,
    ...{ brandMayAnswer: settings.brandMayAnswer === true, appName: word('appName') },
    apiUrl: address('apiUrl', defaultApiUrl),
    linkUrl: address('linkUrl', defaultLinkUrl),
  };
}

const secret = (
  name: string,
  label: SettingField['label'],
  more: Partial<SettingField> = {},
): SettingField => ({
  ...{ name, type: 'secret', label, required: true },
  ...more,
});
const same = (text: string) => ({ 'pt-BR': text, en: text, es: text });

/** The settings form: the app's keys, the two accounts, how to receive. */
export const settingFields: SettingField[] = [
  secret('consumerKey', {
    'pt-BR': 'Chave do aplicativo (API key)',
    en: 'App key (API key)',
    es: 'Clave de la aplicación (API key)',
  }),
  secret('consumerSecret', {
    'pt-BR': 'Segredo do aplicativo (API key secret)',
    en: 'App secret (API key secret)',
    es: 'Secreto de la aplicación (API key secret)',
  }),
  {
    name: 'serviceUsername',
    type: 'text',
    required: true,
    placeholder: '@loja_ajuda',
    label: { 'pt-BR': 'Conta de atendimento', en: 'Service account', es: 'Cuenta de atención' },
    help: {
      'pt-BR': 'As respostas públicas saem desta conta, também quando o cliente marcou a conta da marca.',
      en: 'Public answers go out from this account, also when the customer mentioned the brand account.',
      es: 'Las respuestas públicas salen de esta cuenta, también cuando el cliente mencionó la cuenta de la marca.',
    },
  },
  secret('serviceToken', {
    'pt-BR': 'Access token da conta de atendimento',
    en: 'Access token of the service account',
    es: 'Access token de la cuenta de atención',
  }),
  secret('serviceTokenSecret', {
    'pt-BR': 'Access token secret da conta de atendimento',
    en: 'Access token secret of the service account',
    es: 'Access token secret de la cuenta de atención',
  }),
  {
    name: 'brandUsername',
    type: 'text',
    required: false,
    placeholder: '@loja',
    label: { 'pt-BR': 'Conta da marca', en: 'Brand account', es: 'Cuenta de la marca' },
    help: {
      'pt-BR':
        'Opcional: a conta conhecida, que os clientes marcam. Menções e mensagens dela também chegam aqui.',
      en: 'Optional: the well-known account customers mention. Its mentions and messages arrive here, too.',
      es: 'Opcional: la cuenta conocida que los clientes mencionan. Sus menciones y mensajes también llegan aquí.',
    },
  },
  secret(
    'brandToken',
    {
      'pt-BR': 'Access token da conta da marca',
      en: 'Access token of the brand account',
      es: 'Access token de la cuenta de la marca',
    },
    { required: false },
  ),
  secret(
    'brandTokenSecret',
    {
      'pt-BR': 'Access token secret da conta da marca',
      en: 'Access token secret of the brand account',
      es: 'Access token secret de la cuenta de la marca',
    },
    { required: false },
  ),
  {
    name: 'brandMayAnswer',
    type: 'boolean',
    required: false,
    default: false,
    label: {
      'pt-BR': 'A conta da marca pode responder se o X recusar a de atendimento',
      en: 'The brand account may answer when X refuses the service account',
      es: 'La cuenta de la marca puede responder si X rechaza la de atención',
    },
    help: {
      'pt-BR': 'Fora do plano Enterprise, o X só aceita pela API a resposta de uma conta que o autor marcou.',
      en: 'Outside the Enterprise plan X takes by API only the reply of an account the author mentioned.',
      es: 'Fuera del plan Enterprise, X solo acepta por la API la respuesta de una cuenta que el autor mencionó.',
    },
  },
  {
    name: 'mode',
    type: 'choice',
    required: true,
    default: 'polling',
    label: { 'pt-BR': 'Como receber', en: 'How to receive', es: 'Cómo recibir' },
    choices: [
      {
        value: 'polling',
        label: { 'pt-BR': 'Buscar as mensagens', en: 'Fetch messages', es: 'Consultar los mensajes' },
      },
      {
        value: 'webhook',
        label: {
          'pt-BR': 'Webhook (Account Activity API)',
          en: 'Webhook (Account Activity API)',
          es: 'Webhook (Account Activity API)',
        },
      },
    ],
  },
  {
    name: 'seconds',
    type: 'number',
    required: false,
    default: defaultSeconds,
    advanced: true,
    label: {
      'pt-BR': 'Segundos entre buscas',
      en: 'Seconds between fetches',
      es: 'Segundos entre consultas',
    },
  },
  secret('bearerToken', same('Bearer token'), {
    required: false,
    advanced: true,
    help: {
      'pt-BR': 'Só para o webhook: registra o endereço.',
      en: 'For the webhook only: registers the address.',
      es: 'Solo para el webhook: registra la dirección.',
    },
  }),
  {
    name: 'appName',
    type: 'text',
    required: false,
    advanced: true,
    label: {
      'pt-BR': 'Nome do aplicativo no X',
      en: 'Name of the app on X',
      es: 'Nombre de la aplicación en X',
    },
    help: {
      'pt-BR': 'Só para o webhook: com ele, o que a equipe escreve pelo próprio X aparece na conversa.',
      en: 'For the webhook only: with it, what the team writes on X itself shows up in the conversation.',
      es: 'Solo para el webhook: con él, lo que el equipo escribe en X aparece en la conversación.',
    },
  },
  {
    name: 'apiUrl',
    type: 'url',
    required: false,
    advanced: true,
    default: defaultApiUrl,
    label: { 'pt-BR': 'Endereço da API', en: 'API address', es: 'Dirección de la API' },
  },
  {
    name: 'linkUrl',
    type: 'url',
    required: false,
    advanced: true,
    default: defaultLinkUrl,
    label: { 'pt-BR': 'Base dos links', en: 'Base of links', es: 'Base de los enlaces' },
  },
];
