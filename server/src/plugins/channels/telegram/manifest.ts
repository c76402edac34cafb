import type { ChannelManifest, SettingField } from '@meada/contract/channels';
import { canonicalPhone, phoneKey } from '../../../kernel/phone.ts';
import { addressKind } from './ids.ts';
import { reactionEmojis } from './reactions.ts';

/** Bot API, sendMessage: 1–4096 characters; sendPhoto and its sisters: caption of 0–1024. */
export const textLimit = 4096;
export const captionLimit = 1024;
/** Bot API, getFile: a bot downloads files of up to 20 MB. */
export const downloadLimit = 20_000_000;
/** Bot API, sendDocument: 50 MB; sendPhoto: 10 MB. */
export const uploadLimit = 50_000_000;
export const photoLimit = 10_000_000;
export const defaultApiUrl = 'https://api.telegram.org';
export const defaultLinkUrl = 'https://t.me';

const settings: SettingField[] = [
  {
    name: 'token',
    type: 'secret',
    required: true,
    label: { 'pt-BR': 'Token do bot', en: 'Bot token', es: 'Token del bot' },
    help: {
      'pt-BR': 'O BotFather mostra o token quando o bot é criado e no comando /token.',
      en: 'BotFather shows the token when the bot is created and on /token.',
      es: 'BotFather muestra el token al crear el bot y con el comando /token.',
    },
    placeholder: '123456789:AAE…',
  },
  {
    name: 'username',
    type: 'text',
    required: true,
    label: { 'pt-BR': 'Nome de usuário do bot', en: 'Bot username', es: 'Nombre de usuario del bot' },
    help: {
      'pt-BR': 'Com ou sem @; termina em “bot”. É usado nos links e QR codes.',
      en: 'With or without @; ends in “bot”. Used in links and QR codes.',
      es: 'Con o sin @; termina en “bot”. Se usa en los enlaces y códigos QR.',
    },
    placeholder: '@minhaloja_bot',
  },
  {
    name: 'mode',
    type: 'choice',
    required: true,
    default: 'polling',
    label: { 'pt-BR': 'Como receber', en: 'How to receive', es: 'Cómo recibir' },
    help: {
      'pt-BR': 'Buscar funciona em qualquer lugar; o webhook precisa de um endereço público com HTTPS.',
      en: 'Fetching works anywhere; the webhook needs a public address with HTTPS.',
      es: 'Consultar funciona en cualquier lugar; el webhook necesita una dirección pública con HTTPS.',
    },
    choices: [
      {
        value: 'polling',
        label: { 'pt-BR': 'Buscar as mensagens', en: 'Fetch messages', es: 'Consultar los mensajes' },
      },
      { value: 'webhook', label: { 'pt-BR': 'Webhook', en: 'Webhook', es: 'Webhook' } },
    ],
  },
  {
    name: 'apiUrl',
    type: 'url',
    required: false,
    advanced: true,
    default: defaultApiUrl,
    label: { 'pt-BR': 'Endereço da Bot API', en: 'Bot API address', es: 'Dirección de la Bot API' },
    help: {
      'pt-BR': 'Mude apenas se a loja tem um servidor próprio da Bot API.',
      en: 'Change only if the shop runs a Bot API server of its own.',
      es: 'Cámbiela solo si la tienda tiene su propio servidor de la Bot API.',
    },
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

export const manifest: ChannelManifest = {
  id: 'telegram',
  name: { 'pt-BR': 'Telegram', en: 'Telegram', es: 'Telegram' },
  description: {
    'pt-BR': 'Um bot da loja no Telegram: textos, fotos, áudios, arquivos, botões e grupos.',
    en: 'A bot of the shop on Telegram: texts, photos, voice, files, buttons and groups.',
    es: 'Un bot de la tienda en Telegram: textos, fotos, audios, archivos, botones y grupos.',
  },
  capabilities: {
    class: 'real_time',
    sends: ['text', 'media', 'location', 'contact', 'buttons', 'list'],
    receivesMedia: ['image', 'audio', 'video', 'document', 'sticker', 'voice'],
    sendsMedia: ['image', 'audio', 'video', 'document', 'sticker', 'voice'],
    startsConversation: false,
    windowHours: null,
    edits: true,
    deletions: false,
    reactions: true,
    amends: {
      // Bot API: own messages are edited without end, deleted for 48 hours.
      edit: { kinds: ['text', 'media'], hours: null },
      delete: { hours: 48 },
      react: { hours: null, emojis: reactionEmojis },
    },
    typing: true,
    readReceipts: false,
    html: false,
    subject: false,
    groups: true,
    switchTarget: true,
  },
  limits: { textLength: textLimit, attachmentBytes: uploadLimit, attachmentsPerMessage: 10, perSecond: 30 },
  settings,
  identityKinds: [
    {
      kind: addressKind,
      label: { 'pt-BR': 'Telegram', en: 'Telegram', es: 'Telegram' },
      canonical: (value) => /^(-?[1-9]\d{0,15})$/.exec(value.trim())?.[1] ?? null,
      matchKey: (canonical) => `telegram:${canonical}`,
    },
    {
      // A customer who shares the own contact gives a number the platform vouches for.
      kind: 'phone',
      label: { 'pt-BR': 'Telefone', en: 'Phone', es: 'Teléfono' },
      canonical: (value) => canonicalPhone(value, 'BR'),
      matchKey: (canonical) => `tel:${phoneKey(canonical.replace(/\D/g, ''))}`,
    },
  ],
};
