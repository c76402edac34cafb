import { createHmac } from 'node:crypto';
import type { ChannelManifest, SettingField } from '@meada/contract/channels';
import type { Kernel } from '../../kernel/ctx.ts';
import { sameText } from '../../kernel/ids.ts';
import type { ChannelPlugin, ConnectionTest, MessageTemplate } from './port.ts';
import { MalformedError } from './port.ts';

/**
 * A channel as small as one can be, for tests of what stands around channels: JSON by webhook, signed with HMAC-SHA256,
 * one field of each type in its form. What the platform answers is in the hands of the test.
 */
export type PostOffice = {
  connect: (settings: Record<string, unknown>, webhookUrl: string) => Promise<void>;
  disconnect: () => Promise<void>;
  test: (settings: Record<string, unknown>) => Promise<ConnectionTest>;
  templates: (settings: Record<string, unknown>) => Promise<MessageTemplate[]>;
};

export const channel = 'post_office';

const named = (name: string) => ({ 'pt-BR': name, en: name, es: name });
const field = (name: string, type: SettingField['type'], more: Partial<SettingField> = {}): SettingField => ({
  name,
  type,
  label: named(name),
  required: false,
  ...more,
});

const settings: SettingField[] = [
  field('box', 'text', { required: true }),
  field('secret', 'secret', { required: true }),
  field('spare', 'secret'),
  field('limit', 'number', { default: 10 }),
  field('open', 'boolean'),
  field('site', 'url'),
  field('contact', 'email'),
  field('size', 'choice', { choices: ['small', 'large'].map((value) => ({ value, label: named(value) })) }),
  field('stamps', 'list'),
];

export const signed = (body: string, secret: string): string =>
  createHmac('sha256', secret).update(body).digest('hex');

type Letter = { id: string; from: string; text: string; stamp?: string };

function lettersIn(body: Uint8Array): Letter[] {
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    throw new MalformedError('body');
  }
  const letters = (read as { letters?: unknown }).letters;
  if (!Array.isArray(letters)) throw new MalformedError('letters');
  return letters as Letter[];
}

/** Puts the channel among those of a running app. */
export function openPostOffice(kernel: Kernel): PostOffice {
  const office: PostOffice = {
    connect: async () => {},
    disconnect: async () => {},
    test: async () => ({ ok: true, steps: [] }),
    templates: async () => [],
  };
  (kernel.ports.channels as Map<string, ChannelPlugin>).set(channel, pluginOf(office));
  return office;
}

const manifest: ChannelManifest = {
  id: channel,
  name: named('Post office'),
  description: named('Letters'),
  capabilities: {
    class: 'deferred',
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
    switchTarget: false,
  },
  limits: { textLength: 1000, attachmentBytes: 0, attachmentsPerMessage: 0 },
  settings,
  identityKinds: [],
};

const webhook: ChannelPlugin['webhook'] = {
  verify: (request, given) =>
    typeof given.secret === 'string' &&
    sameText(
      request.headers['x-signature'] ?? '',
      signed(Buffer.from(request.body).toString(), given.secret),
    ),
  arrivals: (request) =>
    lettersIn(request.body).map((letter) => ({
      externalId: letter.id,
      body: Buffer.from(JSON.stringify(letter)),
      headers: { stamp: letter.stamp ?? '' },
      facts: { stamp: letter.stamp ?? '' },
    })),
  acknowledge: (request) =>
    Buffer.from(request.body).includes('answer me') ? { type: 'text/xml', body: '<received/>' } : null,
};

const pluginOf = (office: PostOffice): ChannelPlugin => ({
  manifest,
  addressOf: (given) => `box ${given.box}`,
  routeKeys: (given) => [`box:${given.box}`],
  webhook,
  parse: (receipt) => {
    const letter = JSON.parse(Buffer.from(receipt.body).toString()) as Letter;
    if (letter.text === 'poison' || letter.text === mended.waitsFor)
      throw new Error('this letter cannot be read');
    return [
      {
        kind: 'message',
        externalId: letter.id,
        at: receipt.receivedAt,
        from: { kind: 'phone', value: letter.from },
        proof: 'platform',
        content: { v: 1, kind: 'text', text: letter.text },
      },
    ];
  },
  send: async (message) => ({ state: 'sent', externalId: message.dispatchId }),
  connect: (io, webhookUrl) => office.connect(io.settings, webhookUrl),
  disconnect: () => office.disconnect(),
  test: (io) => office.test(io.settings),
  templates: (io) => office.templates(io.settings),
});

/** A text that cannot be read until it is mended: as after an update of a plug-in. */
export const mended: { waitsFor: string | null } = { waitsFor: null };
