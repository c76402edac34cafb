import type { ChannelManifest } from '@meada/contract/channels';
import { identityKinds } from './ids.ts';
import { ordinaryRate, settingFields } from './settings.ts';
import { making } from './template-making.ts';

/** Longest text of one message (Cloud API, text object, `body`). */
export const textLength = 4096;

/** Largest file of any kind (documents); each kind has its own limit in `format-media.ts`. */
const documentBytes = 100 * 1024 * 1024;

export const manifest: ChannelManifest = {
  id: 'whatsapp',
  name: { 'pt-BR': 'WhatsApp', en: 'WhatsApp', es: 'WhatsApp' },
  description: {
    'pt-BR': 'Conversas pelo WhatsApp com a API oficial da Meta (Cloud API).',
    en: 'WhatsApp conversations through Meta’s official Cloud API.',
    es: 'Conversaciones por WhatsApp con la API oficial de Meta (Cloud API).',
  },
  capabilities: {
    class: 'real_time',
    sends: [
      'text',
      'media',
      'location',
      'contact',
      'buttons',
      'list',
      'template',
      'location_request',
      'products',
    ],
    receivesMedia: ['image', 'audio', 'video', 'document', 'sticker', 'voice'],
    sendsMedia: ['image', 'audio', 'video', 'document', 'sticker', 'voice'],
    startsConversation: true,
    windowHours: 24,
    edits: true,
    deletions: true,
    reactions: true,
    // Cloud API: no edits, no deletions; reactions to messages of the last 30 days.
    amends: { react: { hours: 30 * 24, emojis: null } },
    typing: true,
    readReceipts: true,
    html: false,
    subject: false,
    groups: true,
    switchTarget: true,
    templates: making,
  },
  limits: {
    textLength,
    attachmentBytes: documentBytes,
    attachmentsPerMessage: 10,
    perSecond: ordinaryRate,
    // Pair rate limit: one message in six seconds to the same person, bursts of 45 borrowed from what follows.
    perAddress: { burst: 45, everySeconds: 6 },
  },
  settings: settingFields,
  identityKinds,
};
