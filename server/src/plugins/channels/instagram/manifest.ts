import type { ChannelManifest } from '@meada/contract/channels';
import { humanHours, standardHours } from '../../graph/send.ts';
import { addressFields, pageField, secretFields } from '../../graph/settings.ts';
import { identityKinds } from './ids.ts';
import { fileBytes, textLength } from './platform.ts';

const permissions =
  'instagram_basic, instagram_manage_messages, instagram_manage_comments, pages_manage_metadata, pages_messaging';

export const manifest: ChannelManifest = {
  id: 'instagram',
  name: { 'pt-BR': 'Instagram', en: 'Instagram', es: 'Instagram' },
  description: {
    'pt-BR': 'Mensagens diretas, comentários, menções e respostas a stories de uma conta profissional.',
    en: 'Direct messages, comments, story mentions and story replies of a professional account.',
    es: 'Mensajes directos, comentarios, menciones y respuestas a historias de una cuenta profesional.',
  },
  capabilities: {
    class: 'real_time',
    sends: ['text', 'media', 'buttons', 'list'],
    receivesMedia: ['image', 'audio', 'video', 'document', 'voice'],
    sendsMedia: ['image', 'audio', 'video', 'document', 'voice'],
    startsConversation: false,
    windowHours: standardHours,
    personWindowHours: humanHours,
    edits: true,
    deletions: true,
    reactions: true,
    // Comments can be hidden and own ones deleted, but not liked or edited; private messages can only be given a heart.
    amends: {
      delete: { hours: null, side: 'public' },
      react: { hours: null, emojis: ['❤️'], side: 'private' },
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
      label: { 'pt-BR': 'Nome de usuário', en: 'Username', es: 'Nombre de usuario' },
      help: {
        'pt-BR': 'O @ da conta profissional, com ou sem @.',
        en: 'The @ of the professional account, with or without @.',
        es: 'La @ de la cuenta profesional, con o sin @.',
      },
      placeholder: '@minhaloja',
      required: true,
    },
    {
      name: 'accountId',
      type: 'text',
      label: {
        'pt-BR': 'ID da conta do Instagram',
        en: 'Instagram account ID',
        es: 'Identificador de la cuenta de Instagram',
      },
      help: {
        'pt-BR': 'O número da conta profissional ligada à página (começa com 1784).',
        en: 'The number of the professional account linked to the page (begins with 1784).',
        es: 'El número de la cuenta profesional vinculada a la página (empieza con 1784).',
      },
      placeholder: '17841400000000000',
      required: true,
    },
    pageField,
    ...secretFields(permissions),
    ...addressFields('https://ig.me/m'),
  ],
  identityKinds,
};
