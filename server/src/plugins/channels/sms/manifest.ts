import type { ChannelManifest } from '@meada/contract/channels';
import { telephone } from '../../../modules/customers/index.ts';
import { textLength } from './format.ts';
import { settingFields } from './settings.ts';

export const manifest: ChannelManifest = {
  id: 'sms',
  name: { 'pt-BR': 'SMS', en: 'SMS', es: 'SMS' },
  description: {
    'pt-BR':
      'SMS pelo provedor que você já tem: Zenvia, Infobip, Comtele, SMSDev, TotalVoice ou outro com HTTP.',
    en: 'Text messages by the provider you have: Zenvia, Infobip, Comtele, SMSDev, TotalVoice or another with HTTP.',
    es: 'SMS por el proveedor que ya tiene: Zenvia, Infobip, Comtele, SMSDev, TotalVoice u otro con HTTP.',
  },
  capabilities: {
    class: 'real_time',
    sends: ['text'],
    receivesMedia: [],
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
