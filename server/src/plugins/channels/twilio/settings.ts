import type { SettingField } from '@meada/contract/channels';
import type { Settings } from '../../../modules/inboxes/port.ts';

export const defaultApiUrl = 'https://api.twilio.com';
export const defaultMessagingUrl = 'https://messaging.twilio.com';

/** The settings form; the order is that of the console's first page. */
export const settingFields: SettingField[] = [
  {
    name: 'accountSid',
    type: 'text',
    required: true,
    placeholder: 'AC0123456789abcdef0123456789abcdef',
    label: { 'pt-BR': 'Account SID', en: 'Account SID', es: 'Account SID' },
  },
  {
    name: 'authToken',
    type: 'secret',
    required: true,
    label: { 'pt-BR': 'Auth Token', en: 'Auth Token', es: 'Auth Token' },
    help: {
      'pt-BR': 'Confere a assinatura de tudo o que chega. Sem ele nada é aceito.',
      en: 'Checks the signature of everything that arrives. Without it nothing is accepted.',
      es: 'Comprueba la firma de todo lo que llega. Sin él no se acepta nada.',
    },
  },
  {
    name: 'from',
    type: 'text',
    required: false,
    placeholder: '+55 41 93333-4444',
    label: { 'pt-BR': 'Número que envia', en: 'Sending number', es: 'Número que envía' },
    help: {
      'pt-BR': 'Com código do país. Pode ficar vazio se houver um Messaging Service.',
      en: 'With country code. May stay empty when there is a Messaging Service.',
      es: 'Con código de país. Puede quedar vacío si hay un Messaging Service.',
    },
  },
  {
    name: 'messagingServiceSid',
    type: 'text',
    required: false,
    placeholder: 'MG0123456789abcdef0123456789abcdef',
    label: { 'pt-BR': 'Messaging Service SID', en: 'Messaging Service SID', es: 'Messaging Service SID' },
    help: {
      'pt-BR': 'Se preenchido, a Twilio escolhe o número que envia.',
      en: 'When filled in, Twilio chooses the sending number.',
      es: 'Si se completa, Twilio elige el número que envía.',
    },
  },
  {
    name: 'setsUpWebhook',
    type: 'boolean',
    required: false,
    default: true,
    label: {
      'pt-BR': 'Configurar o recebimento na Twilio ao salvar',
      en: 'Set up receiving at Twilio when saving',
      es: 'Configurar la recepción en Twilio al guardar',
    },
  },
  {
    name: 'keySid',
    type: 'text',
    required: false,
    advanced: true,
    placeholder: 'SK0123456789abcdef0123456789abcdef',
    label: { 'pt-BR': 'API Key SID', en: 'API Key SID', es: 'API Key SID' },
    help: {
      'pt-BR': 'Com uma API Key o Auth Token só confere assinaturas e não sai daqui.',
      en: 'With an API key the Auth Token only checks signatures and never leaves.',
      es: 'Con una API Key el Auth Token solo comprueba firmas y no sale de aquí.',
    },
  },
  {
    name: 'keySecret',
    type: 'secret',
    required: false,
    advanced: true,
    label: { 'pt-BR': 'API Key Secret', en: 'API Key Secret', es: 'API Key Secret' },
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
    name: 'messagingUrl',
    type: 'url',
    required: false,
    advanced: true,
    default: defaultMessagingUrl,
    label: {
      'pt-BR': 'Endereço da API de Messaging Services',
      en: 'Messaging Services API address',
      es: 'Dirección de la API de Messaging Services',
    },
  },
];

export type Account = {
  accountSid: string;
  authToken: string;
  /** E.164, short code or alphanumeric sender; '' with a Messaging Service. */
  from: string;
  messagingServiceSid: string;
  setsUpWebhook: boolean;
  keySid: string;
  keySecret: string;
  apiUrl: string;
  messagingUrl: string;
};

/** The settings as the plug-in's functions read them; missing ones are ''. */
export function accountOf(settings: Settings): Account {
  const text = (name: string): string => (typeof settings[name] === 'string' ? settings[name].trim() : '');
  const from = text('from');
  return {
    accountSid: text('accountSid'),
    authToken: text('authToken'),
    from: /^\+?[\d\s().-]+$/.test(from) ? from.replace(/[^\d+]/g, '') : from,
    messagingServiceSid: text('messagingServiceSid'),
    setsUpWebhook: settings.setsUpWebhook !== false,
    keySid: text('keySid'),
    keySecret: text('keySecret'),
    apiUrl: (text('apiUrl') || defaultApiUrl).replace(/\/+$/, ''),
    messagingUrl: (text('messagingUrl') || defaultMessagingUrl).replace(/\/+$/, ''),
  };
}
