import type { ChannelManifest } from '@meada/contract/channels';
import { settingFields } from './settings.ts';

/** The identity kind: the numeric user id, which stays when the @name changes. */
export const addressKind = 'x';

/** Weighted length of a post (Counting characters) and length of a direct message (DM events). */
export const postLimit = 280;
export const directLimit = 10_000;
/** Bytes of a picture, an animation and a video (Media upload, best practices). */
export const mediaLimits = { image: 5_000_000, gif: 15_000_000, video: 512_000_000 };

export const manifest: ChannelManifest = {
  id: 'x',
  name: { 'pt-BR': 'X (Twitter)', en: 'X (Twitter)', es: 'X (Twitter)' },
  description: {
    'pt-BR': 'Menções, respostas e mensagens diretas no X, com conta da marca e conta de atendimento.',
    en: 'Mentions, replies and direct messages on X, with a brand account and a service account.',
    es: 'Menciones, respuestas y mensajes directos en X, con cuenta de marca y cuenta de atención.',
  },
  capabilities: {
    class: 'deferred',
    sends: ['text', 'media'],
    receivesMedia: ['image', 'video'],
    sendsMedia: ['image', 'video'],
    startsConversation: false,
    windowHours: null,
    edits: true,
    deletions: true,
    reactions: true,
    amends: {
      delete: { hours: null },
      react: { hours: null, emojis: ['❤️'] },
      hide: true,
    },
    // A first direct message has no deadline; whether the customer takes it, the platform says.
    public: { privateReplyHours: null },
    typing: false,
    readReceipts: true,
    html: false,
    subject: false,
    groups: false,
    switchTarget: true,
  },
  limits: { textLength: directLimit, attachmentBytes: mediaLimits.video, attachmentsPerMessage: 4 },
  settings: settingFields,
  identityKinds: [
    {
      kind: addressKind,
      label: { 'pt-BR': 'Conta do X', en: 'X account', es: 'Cuenta de X' },
      canonical: (value) => /^\d{1,20}$/.exec(value.trim())?.[0] ?? null,
      matchKey: (canonical) => `x:${canonical}`,
    },
  ],
};
