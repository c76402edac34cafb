import type { ChannelManifest } from '@meada/contract/channels';
import { typedKind } from './parse.ts';
import { settingFields } from './settings.ts';

export const manifest: ChannelManifest = {
  id: 'doorbell',
  name: { 'pt-BR': 'Botões do site', en: 'Site buttons', es: 'Botones del sitio' },
  description: {
    'pt-BR': 'Botões para os seus canais e “ligue para mim” em qualquer página, com uma linha de código.',
    en: 'Buttons to your channels and “call me” on any page, with one line of code.',
    es: 'Botones a sus canales y “llámeme” en cualquier página, con una línea de código.',
  },
  capabilities: {
    class: 'deferred',
    // People are called, not written to.
    sends: [],
    receivesMedia: [],
    sendsMedia: [],
    startsConversation: false,
    windowHours: null,
    edits: false,
    deletions: false,
    reactions: false,
    typing: false,
    readReceipts: false,
    html: false,
    subject: false,
    groups: false,
    switchTarget: false,
    embeds: 'buttons',
  },
  limits: { textLength: 1000, attachmentBytes: 0, attachmentsPerMessage: 0 },
  settings: settingFields,
  identityKinds: [typedKind],
};
