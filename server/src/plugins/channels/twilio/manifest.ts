import type { ChannelManifest } from '@meada/contract/channels';
import { telephone } from '../../../modules/customers/index.ts';
import { settingFields } from './settings.ts';

/** Longest `Body` of one message (Message resource): 1,600 characters, cut into parts by the networks. */
export const textLength = 1600;

export const manifest: ChannelManifest = {
  id: 'twilio',
  name: { 'pt-BR': 'SMS (Twilio)', en: 'SMS (Twilio)', es: 'SMS (Twilio)' },
  description: {
    'pt-BR': 'SMS com um número ou Messaging Service da Twilio.',
    en: 'Text messages with a number or Messaging Service of Twilio.',
    es: 'SMS con un número o Messaging Service de Twilio.',
  },
  capabilities: {
    class: 'real_time',
    sends: ['text'],
    receivesMedia: ['image', 'audio', 'video', 'document'],
    // Pictures would have to lie at an address that anybody can open, and Brazilian networks carry none.
    sendsMedia: [],
    startsConversation: true,
    windowHours: null,
    edits: false,
    deletions: false,
    reactions: false,
    typing: false,
    readReceipts: false,
    html: false,
    subject: false,
    groups: false,
    switchTarget: true,
    countsParts: true,
    optOut: true,
  },
  limits: { textLength, attachmentBytes: 0, attachmentsPerMessage: 0, perSecond: 10 },
  settings: settingFields,
  identityKinds: [telephone],
};
