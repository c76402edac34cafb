import { readFileSync } from 'node:fs';
import type { Inbound, OutboundMessage } from '@meada/contract/channels';
import { describe, expect, it } from 'vitest';
import type { RawRequest } from '../../../modules/inboxes/port.ts';
import { describeChannel, fixtureReceipts } from '../conformance.ts';
import { format } from './format.ts';
import { line } from './index.ts';
import { retryKey } from './send.ts';
import { rule } from './verify.ts';

const folder = new URL('.', import.meta.url);
const settings = {
  basicId: '@123abcde',
  channelSecret: 'sample-channel-secret',
  accessToken: 'sample-access-token',
};
const receipts = fixtureReceipts(folder);
const user = 'U4af4980629e24b1c9d2f3a7b8c9d0e1f';

function request(name: string): RawRequest {
  const body = new Uint8Array(readFileSync(new URL(`fixtures/${name}`, folder)));
  const headers = rule.sign(settings.channelSecret, { url: '', body });
  return { method: 'POST', url: 'https://loja.example/hooks/1', query: {}, headers, body };
}

/** Every word a customer reads: texts, places, labels of buttons. */
function wordsOf(message: OutboundMessage): string[] {
  return format(message).flatMap((piece) => {
    const quick = piece.quickReply as { items: { action: { label: string } }[] } | undefined;
    const words = [
      piece.text,
      piece.title,
      piece.address,
      ...(quick?.items.map((one) => one.action.label) ?? []),
    ];
    return words.filter((word): word is string => typeof word === 'string');
  });
}

describeChannel(line, {
  ...{
    folder,
    settings,
    receipts,
    signatureHeader: 'x-line-signature',
    to: { kind: 'line', value: user },
    format: wordsOf,
  },
  // A request without events is the platform trying the address: nothing to split.
  signed: receipts.filter((one) => one.name !== 'empty.json').map((one) => request(one.name)),
});

describe('parse', () => {
  it.each<[string, object]>([
    ['text', { from: { kind: 'line', value: user }, proof: 'platform' }],
    ['reply', { replyTo: ['555000199999'] }],
    [
      'image',
      { content: { kind: 'media', media: 'image' }, attachments: [{ ref: expect.stringMatching(/^555/) }] },
    ],
    ['image-outside', { attachments: [{ ref: 'https://files.example/a.jpg' }] }],
    ['video', { attachments: [{ kind: 'video', seconds: 60 }] }],
    ['audio', { attachments: [{ kind: 'audio', seconds: 7.2 }] }],
    ['file', { attachments: [{ kind: 'document', name: 'nota fiscal.pdf', size: 2138 }] }],
    ['location', { content: { kind: 'location', name: 'Minha casa', latitude: -25.43 } }],
    ['sticker', { content: { kind: 'unsupported', type: 'sticker', text: 'obrigada' } }],
    ['group', { outsideThread: { kind: 'group', key: expect.stringMatching(/^C/) } }],
    ['group-hidden', { kind: 'ignored' }],
    ['postback', { content: { kind: 'button_reply', id: 'pickup', text: 'Retirar na loja' } }],
    ['postback-bare', { content: { kind: 'button_reply', id: 'only', text: 'only' } }],
    ['unsend', { kind: 'deletion', externalId: '555000100001' }],
    ['unfollow', { kind: 'notice', code: 'blocked_by_customer' }],
    ['standby', { kind: 'ignored' }],
    ['future', { kind: 'ignored', reason: 'unknown kind of event: hologram' }],
    ['future-message', { content: { kind: 'unsupported', type: 'scent' } }],
    ['empty', { kind: 'ignored', reason: 'no event' }],
  ])('%s', (name, wanted) => {
    const receipt = receipts.find((one) => one.name === `${name}.json`)?.receipt;
    if (!receipt) throw new Error(`no fixture ${name}`);
    expect((line.parse(receipt, settings) as Inbound[])[0]).toMatchObject(wanted);
  });

  it('knows a redelivery by the event’s own number', () => {
    const first = request('text.json');
    const again = new TextDecoder()
      .decode(first.body)
      .replace('"isRedelivery": false', '"isRedelivery": true');
    const second = { ...first, body: new TextEncoder().encode(again) };
    expect(Buffer.compare(first.body, second.body)).not.toBe(0);
    expect(line.webhook?.arrivals(second)).toEqual(line.webhook?.arrivals(first));
  });
});

it('makes a key of its own for each request of a dispatch, the same every time', () => {
  const id = '01940000-0000-7000-8000-000000000002';
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(retryKey(id, 0)).toBe(id);
  expect(retryKey(id, 1)).toMatch(uuid);
  expect(retryKey(id, 1)).toBe(retryKey(id, 1));
  expect(retryKey(id, 2)).not.toBe(retryKey(id, 1));
  expect(retryKey('no uuid', 0)).toMatch(uuid);
});
