import { describe, expect, it } from 'vitest';
import { signedHeaders, signingKeys } from '../../../kernel/signing.ts';
import { MalformedError, type RawRequest, type Settings } from '../../../modules/inboxes/port.ts';
import { describeChannel, fixtureReceipts } from '../conformance.ts';
import { format } from './format.ts';
import { baseOf, ownUserId, userKind } from './ids.ts';
import { api } from './index.ts';

const folder = new URL('.', import.meta.url);
const inbox = '01940000-0000-7000-8000-0000000000b1';
const settings: Settings = {
  secret: 'whsec_c2VncmVkby1kZS10ZXN0ZS1jb20tMzItYnl0ZXMhIQ==',
  deliverUrl: 'https://sistema.exemplo.com.br/meada',
};
const now = new Date('2026-03-02T12:00:00Z');
const receipts = fixtureReceipts(folder, { facts: { inbox, by: 'signature' } });
const items = receipts.map(({ receipt }) => JSON.parse(new TextDecoder().decode(receipt.body)).item);

function signed(payload: unknown, text = JSON.stringify(payload)): RawRequest {
  const headers = signedHeaders(signingKeys(settings.secret) ?? [], { id: 'push_1', at: now, body: text });
  const request = { method: 'POST', url: 'https://meada.exemplo/hooks/k', query: {}, headers };
  return { ...request, body: new TextEncoder().encode(text), now, inboxId: inbox };
}

const to = { kind: userKind, value: `${inbox}:cli-1042`, name: 'Marina Alves' };

describeChannel(api, {
  folder,
  settings,
  receipts,
  signed: [signed({ items }), signed({ items: items.slice(0, 1) })],
  signatureHeader: 'webhook-signature',
  to,
  format: (message) => [format(message, 'cli-1042', []).text],
});

const text = { kind: 'message', externalId: '1', at: now.toISOString(), from: { id: 'a' }, text: 'x' };
const refusedAt = (payload: unknown): string => {
  try {
    api.webhook?.arrivals(signed(payload));
  } catch (error) {
    if (error instanceof MalformedError) return error.field;
  }
  return 'taken';
};

describe('what is pushed', () => {
  it.each([
    [{ items: [{ ...text, admin: true }] }, 'body.items.0.admin'],
    [{ items: [text], more: 1 }, 'body.more'],
    [{ items: [text, { ...text, from: { id: 'a', role: 'x' } }] }, 'body.items.1.from.role'],
    [{ items: [{ ...text, from: JSON.parse('{"id":"a","__proto__":1}') }] }, 'body.items.0.from.__proto__'],
    [{ items: [{ ...text, attachments: [{ name: 'a', type: 'a/b' }] }] }, 'body.items.0.attachments.0.url'],
    [
      { items: [{ ...text, attachments: [{ name: 'a', type: 'a/b', url: 'file:///etc/passwd' }] }] },
      'body.items.0.attachments.0.url',
    ],
    [{ items: [{ ...text, text: ' ' }] }, 'body.items.0.text'],
    [{ items: [{ ...text, at: 'yesterday' }] }, 'body.items.0.at'],
    [{ items: [{ ...text, kind: 'order' }] }, 'body.items.0.kind'],
    [{ items: [] }, 'body.items'],
    [{ items: Array(101).fill(text) }, 'body.items'],
    [[], 'body'],
  ])('%j is refused at %s', (payload, field) => expect(refusedAt(payload)).toBe(field));

  it('refuses what is no JSON', () => {
    for (const body of ['', '{', '\u0000', '[1'])
      expect(() => api.webhook?.arrivals(signed(null, body))).toThrow(MalformedError);
  });

  it('counts the same message once in a request, however it is written', () => {
    const twice = [text, { ...text, text: 'y' }, { ...text, externalId: '2' }];
    expect(api.webhook?.arrivals(signed({ items: twice }))).toHaveLength(2);
  });

  it('tells apart what differs, and not how it is spelled', () => {
    const idOf = (item: object) => api.webhook?.arrivals(signed({ items: [item] }))[0]?.externalId;
    const status = { kind: 'status', externalId: '1', state: 'read', at: text.at };
    expect(idOf(status)).not.toBe(idOf({ ...status, state: 'delivered' }));
    const edit = { kind: 'edit', externalId: '1', at: text.at, text: 'a' };
    expect(idOf(edit)).not.toBe(idOf({ ...edit, text: 'b' }));
    expect(idOf(edit)).toBe(idOf({ text: 'a', at: text.at, externalId: '1', kind: 'edit' }));
  });

  it('needs the time of the request', () => {
    const { now: _now, ...timeless } = signed({ items: [text] });
    expect(api.webhook?.verify(timeless, settings)).toBe(false);
    const late = new Date(now.getTime() + 301_000);
    expect(api.webhook?.verify({ ...timeless, now: late }, settings)).toBe(false);
  });
});

async function message(name: string, of: Settings = settings) {
  const receipt = receipts.find((one) => one.name === `${name}.json`)?.receipt;
  const [item] = receipt ? await api.parse(receipt, of) : [];
  if (item?.kind !== 'message') throw new Error(`no message in ${name}`);
  return item;
}

describe('messages', () => {
  it('come from a user of that inbox, or of the base that inboxes share', async () => {
    expect((await message('text')).from).toEqual(to);
    const shared = { ...settings, userBase: 'loja' };
    expect((await message('text', shared)).from.value).toBe('loja:cli-1042');
  });

  it('lesson 42: claims of address are facts, verified ones are addresses', async () => {
    const claims = await message('claims');
    expect(claims.aliases).toBeUndefined();
    expect(claims.facts).toMatchObject({
      email: 'marina@exemplo.com.br',
      phone: '(41) 98888-7777',
      vip: true,
    });
    expect((await message('verified')).aliases).toEqual([
      { kind: 'email', value: 'marina@exemplo.com.br' },
      { kind: 'phone', value: '+554188887777' },
    ]);
  });

  it('carry files with their bytes or their address', async () => {
    const { content, attachments } = await message('files');
    expect(content).toEqual({ v: 1, kind: 'media', media: 'document', text: 'A etiqueta' });
    expect(attachments?.[0]).toMatchObject({ kind: 'image', size: 8, bytes: expect.any(Uint8Array) });
    expect(attachments?.[1]).toMatchObject({ kind: 'document', ref: expect.stringMatching(/^https:/) });
    expect((await message('voice')).content).toEqual({ v: 1, kind: 'media', media: 'voice' });
  });
});

it('knows its own users from those of another system', () => {
  expect(ownUserId(to, inbox)).toBe('cli-1042');
  expect(ownUserId({ ...to, value: 'loja:a:b' }, 'loja')).toBe('a:b');
  expect(ownUserId(to, 'loja')).toBeNull();
  expect(ownUserId({ kind: 'phone', value: `${inbox}:1` }, inbox)).toBeNull();
  expect([baseOf({ userBase: ' loja ' }, inbox), baseOf({ userBase: 'a b' }, inbox)]).toEqual([
    'loja',
    inbox,
  ]);
});
