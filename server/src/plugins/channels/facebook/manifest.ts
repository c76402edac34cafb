import type { ChannelManifest } from '@meada/contract/channels';
import { humanHours, standardHours } from '../../graph/send.ts';
import { addressFields, pageField, secretFields } from '../../graph/settings.ts';
import { identityKinds } from './ids.ts';
import { fileBytes, textLength } from './platform.ts';

const permissions = 'pages_messaging, pages_manage_metadata, pages_read_engagement, pages_manage_engagement';

export const manifest: ChannelManifest = {
  id: 'facebook',
  name: { 'pt-BR': 'Facebook', en: 'Facebook', es: 'Facebook' },
  description: {
    'pt-BR': 'Mensagens do Messenger, comentários, publicações de visitantes e recomendações da página.',
    en: 'Messenger conversations, comments, visitors’ posts and recommendations of the page.',
    es: 'Mensajes de Messenger, comentarios, publicaciones de visitantes y recomendaciones de la página.',
  },
  capabilities: {
    class: 'real_time',
    sends: ['text', 'media', 'buttons', 'list'],
    receivesMedia: ['image', 'audio', 'video', 'document', 'sticker', 'voice'],
    sendsMedia: ['image', 'audio', 'video', 'document', 'voice'],
    startsConversation: false,
    windowHours: standardHours,
    personWindowHours: humanHours,
    edits: true,
    deletions: true,
    reactions: true,
    // The API changes comments; private messages stay as they are.
    amends: {
      edit: { kinds: ['text'], hours: null, side: 'public' },
      delete: { hours: null, side: 'public' },
      react: { hours: null, emojis: ['👍'], side: 'public' },
      hide: true,
    },
    public: { privateReplyHours: humanHours },
    typing: true,
    readReceipts: true,
    html: false,
    subject: false,
    groups: false,
    switchTarget: true,
  },
  limits: { textLength, attachmentBytes: fileBytes, attachmentsPerMessage: 10, perSecond: 40 },
  settings: [
    {
      name: 'username',
      type: 'text',
      label: {
        'pt-BR': 'Nome de usuário da página',
        en: 'Page username',
        es: 'Nombre de usuario de la página',
      },
      help: {
        'pt-BR': 'O que vem depois de facebook.com/ no endereço da página.',
        en: 'What follows facebook.com/ in the page’s address.',
        es: 'Lo que sigue a facebook.com/ en la dirección de la página.',
      },
      placeholder: 'minhaloja',
      required: false,
    },
    pageField,
    ...secretFields(permissions),
    ...addressFields('https://m.me'),
  ],
  identityKinds,
};
