import type { ChannelCapabilities, ChannelManifest, Inbound } from '@meada/contract/channels';
import type { ChannelPlugin } from '../inboxes/index.ts';

/** Channels that reach nobody, to try rules on. */

const words = (text: string) => ({ 'pt-BR': text, en: text, es: text });
const noChannel = 'This channel of the tests reaches nobody.';

/** A channel of the given abilities; the address kind `line` is any text of digits. */
export function paperChannel(id: string, abilities: Partial<ChannelCapabilities> = {}): ChannelPlugin {
  const manifest: ChannelManifest = {
    id,
    name: words(id),
    description: words(id),
    capabilities: {
      class: 'real_time',
      sends: ['text', 'media', 'template'],
      receivesMedia: ['image'],
      sendsMedia: ['image', 'document', 'audio', 'voice'],
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
      switchTarget: false,
      ...abilities,
    },
    limits: { textLength: 1000, attachmentBytes: 10_000, attachmentsPerMessage: 3 },
    settings: [],
    identityKinds: [
      {
        kind: 'line',
        label: words('line'),
        canonical: (value) => (/^\d{3,20}$/.test(value) ? value : null),
        matchKey: (canonical) => `line:${canonical}`,
      },
    ],
  };
  return {
    manifest,
    addressOf: () => id,
    parse: (receipt): Inbound[] => JSON.parse(new TextDecoder().decode(receipt.body)) as Inbound[],
    send: async () => ({ state: 'failed', code: 'paper', text: noChannel }),
    test: async () => ({ ok: true, steps: [] }),
  };
}

export const channels = [
  paperChannel('chat', { startsConversation: false }),
  paperChannel('windowed', { windowHours: 24 }),
  paperChannel('letter', { subject: true, class: 'deferred' }),
  paperChannel('counter', { sends: ['visit'], startsConversation: false }),
];
