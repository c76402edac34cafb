import type { ChannelManifest, SettingField } from '@meada/contract/channels';

/** Messaging API, text message: 5,000 UTF-16 units; push: five message objects a request. */
export const textLimit = 5000;
export const objectsPerPush = 5;
/** Quick reply: 13 buttons, labels of 20, data of 300 characters. */
export const quickLimits = { buttons: 13, label: 20, data: 300 };
/** Image message: JPEG or PNG of up to 10 MB. */
const fileLimit = 10_000_000;
export const defaultApiUrl = 'https://api.line.me';
export const defaultDataUrl = 'https://api-data.line.me';
export const defaultLinkUrl = 'https://line.me';
/** The identity kind: a user id, which the platform gives each firm anew. */
export const addressKind = 'line';

const settings: SettingField[] = [
  {
    name: 'basicId',
    type: 'text',
    required: true,
    placeholder: '@123abcde',
    label: { 'pt-BR': 'ID básico da conta', en: 'Basic ID of the account', es: 'ID básico de la cuenta' },
    help: {
      'pt-BR': 'Começa com @ e está na página da conta oficial. É usado nos links e QR codes.',
      en: 'Begins with @ and stands on the official account’s page. Used in links and QR codes.',
      es: 'Empieza con @ y está en la página de la cuenta oficial. Se usa en los enlaces y códigos QR.',
    },
  },
  {
    name: 'channelSecret',
    type: 'secret',
    required: true,
    label: { 'pt-BR': 'Channel secret', en: 'Channel secret', es: 'Channel secret' },
    help: {
      'pt-BR': 'No LINE Developers, aba Basic settings. Confere a assinatura do que chega.',
      en: 'On LINE Developers, tab Basic settings. Checks the signature of what arrives.',
      es: 'En LINE Developers, pestaña Basic settings. Comprueba la firma de lo que llega.',
    },
  },
  {
    name: 'accessToken',
    type: 'secret',
    required: true,
    label: {
      'pt-BR': 'Channel access token (de longa duração)',
      en: 'Channel access token (long-lived)',
      es: 'Channel access token (de larga duración)',
    },
    help: {
      'pt-BR': 'No LINE Developers, aba Messaging API.',
      en: 'On LINE Developers, tab Messaging API.',
      es: 'En LINE Developers, pestaña Messaging API.',
    },
  },
  address('apiUrl', defaultApiUrl, ['Endereço da API', 'API address', 'Dirección de la API']),
  address('dataUrl', defaultDataUrl, ['Endereço dos arquivos', 'Files address', 'Dirección de los archivos']),
  address('linkUrl', defaultLinkUrl, ['Base dos links', 'Base of links', 'Base de los enlaces']),
];

function address(name: string, otherwise: string, [pt, en, es]: [string, string, string]): SettingField {
  const label = { 'pt-BR': pt, en, es };
  return { name, type: 'url', required: false, advanced: true, default: otherwise, label };
}

export const manifest: ChannelManifest = {
  id: 'line',
  name: { 'pt-BR': 'LINE', en: 'LINE', es: 'LINE' },
  description: {
    'pt-BR': 'A conta oficial da loja no LINE: textos, fotos, áudios, locais e respostas rápidas.',
    en: 'The shop’s official account on LINE: texts, photos, voice, places and quick replies.',
    es: 'La cuenta oficial de la tienda en LINE: textos, fotos, audios, lugares y respuestas rápidas.',
  },
  capabilities: {
    class: 'real_time',
    sends: ['text', 'media', 'location', 'buttons', 'list'],
    receivesMedia: ['image', 'audio', 'video', 'document', 'sticker'],
    sendsMedia: ['image'],
    startsConversation: false,
    windowHours: null,
    edits: false,
    deletions: true,
    reactions: false,
    typing: true,
    readReceipts: false,
    html: false,
    subject: false,
    groups: true,
    switchTarget: true,
  },
  limits: { textLength: textLimit, attachmentBytes: fileLimit, attachmentsPerMessage: 10 },
  settings,
  identityKinds: [
    {
      kind: addressKind,
      label: { 'pt-BR': 'LINE', en: 'LINE', es: 'LINE' },
      canonical: (value) => /^U[0-9a-f]{32}$/.exec(value.trim())?.[0] ?? null,
      matchKey: (canonical) => `line:${canonical}`,
    },
  ],
};
