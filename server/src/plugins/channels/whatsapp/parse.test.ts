import { readFileSync } from 'node:fs';
import type { Inbound } from '@meada/contract/channels';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawRequest } from '../../../modules/inboxes/port.ts';
import { arrivals } from './arrivals.ts';
import { addressOf, identityKinds } from './ids.ts';
import { minorUnits } from './money.ts';
import { parse } from './parse.ts';
import { sampleSettings } from './samples.ts';
import { handshake, verify } from './verify.ts';

const receivedAt = '2026-03-02T12:00:00.000Z';
const bytesOf = (name: string) =>
  new Uint8Array(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url)));
const request = (body: Uint8Array): RawRequest => ({ method: 'POST', url: '', query: {}, headers: {}, body });
function read(body: Uint8Array): Inbound[] {
  return arrivals(request(body)).flatMap((one) => parse({ ...one, receivedAt }, sampleSettings));
}

const ana = { kind: 'whatsapp', value: '554188887777', name: 'Ana Souza' };
const shop = { kind: 'whatsapp', value: '554133334444' };
const media = (kind: string, text?: string) => ({
  content: { kind: 'media', media: kind, ...(text ? { text } : {}) },
});

/** What each fixture must come to; only the telling part is written down. */
const expected: Record<string, object[]> = {
  text: [{ kind: 'message', from: ana, proof: 'platform', content: { kind: 'text' } }],
  'text-switch-token': [{ tokens: ['M-9f3KQz_1aB-77xYzQ2'] }],
  'text-reply': [{ replyTo: ['wamid.MEADAOUT1'] }],
  'text-product': [{ facts: { product: 'BERM-AZ-M', catalogue: '990011' } }],
  'text-ad': [
    { facts: { adId: '1200021', adType: 'ad', adClick: 'ARmeada01', adHeadline: 'Fale com a loja' } },
  ],
  'text-forwarded': [{ facts: { forwarded: true, frequentlyForwarded: true } }],
  'text-user-id': [
    {
      from: ana,
      aliases: [{ kind: 'whatsapp_user', value: 'BR.1502576394655843' }],
      facts: { username: 'ana.souza' },
    },
  ],
  'text-only-user-id': [
    {
      from: { kind: 'whatsapp_user', value: 'BR.77665544', name: 'Caio' },
      aliases: [{ kind: 'whatsapp_user', value: 'BR.ENT.99887' }],
    },
  ],
  'text-group': [{ from: ana, outsideThread: { kind: 'group', key: 'Z3J1cG86bWVhZGE6MQ==' } }],
  image: [{ ...media('image', 'Chegou rasgada'), attachments: [{ ref: '880001', name: 'image.jpg' }] }],
  audio: [{ ...media('audio'), attachments: [{ kind: 'audio', type: 'audio/mpeg', name: 'audio.mp3' }] }],
  voice: [
    {
      ...media('voice'),
      attachments: [{ kind: 'voice', type: 'audio/ogg; codecs=opus', name: 'voice.ogg' }],
    },
  ],
  video: [media('video', 'Veja o defeito')],
  document: [{ ...media('document', 'Segue o pix'), attachments: [{ name: 'comprovante março.pdf' }] }],
  sticker: [{ ...media('sticker'), attachments: [{ type: 'image/webp' }] }],
  location: [{ content: { kind: 'location', latitude: -25.4284, name: 'Passeio Público' } }],
  contacts: [
    {
      content: {
        contacts: [{ name: 'Rui Prates', phones: ['+55 51 99999-1234'], organisation: 'Prates & Filhos' }],
      },
    },
  ],
  'interactive-button': [{ content: { kind: 'button_reply', id: 'confirmar', text: 'Confirmar' } }],
  'interactive-list': [{ content: { kind: 'list_reply', id: 'tarde', description: 'Das 13h às 18h' } }],
  'interactive-form': [{ content: { kind: 'button_reply', id: 'form:flow', text: 'tamanho: M\ncor: azul' } }],
  'interactive-address': [
    { content: { id: 'form:address_message', text: expect.stringContaining('Rua das Flores') } },
  ],
  'interactive-call-permission': [{ content: { id: 'call_permission:accept' } }],
  'interactive-new-kind': [{ kind: 'message', content: { kind: 'unsupported', type: 'interactive' } }],
  button: [{ content: { kind: 'button_reply', id: 'parar', text: 'Não quero mais' } }],
  reaction: [{ kind: 'reaction', externalId: 'wamid.MEADAOUT6', emoji: '❤️', from: ana }],
  'reaction-removed': [{ kind: 'reaction', emoji: null }],
  order: [
    {
      content: {
        kind: 'order',
        text: 'Pode embrulhar?',
        items: [
          { sku: 'BERM-AZ-M', quantity: 2, price: 8990, currency: 'BRL' },
          { sku: 'MEIA', quantity: 3, price: 1250, currency: 'BRL' },
        ],
      },
    },
  ],
  'system-number': [
    {
      kind: 'identity_change',
      from: { value: '554188887777' },
      to: { kind: 'whatsapp', value: '554199990000' },
    },
    {
      kind: 'identity_change',
      from: { kind: 'whatsapp_user' },
      to: { kind: 'whatsapp_user', value: 'BR.2' },
    },
  ],
  'system-user-id': [{ kind: 'identity_change', from: { value: 'BR.3' }, to: { value: 'BR.4' } }],
  'system-key': [{ kind: 'ignored', reason: 'system:customer_identity_changed' }],
  unsupported: [{ content: { kind: 'unsupported', type: 'poll_creation' }, facts: { errorCode: '131051' } }],
  'new-type': [{ content: { kind: 'unsupported', type: 'hologram', text: 'do futuro' } }],
  edit: [
    { kind: 'edit', externalId: 'wamid.MEADAOLD', content: { kind: 'text', text: 'tamanho G, desculpe' } },
  ],
  'edit-caption': [{ kind: 'edit', ...media('image', 'legenda nova') }],
  revoke: [{ kind: 'deletion', externalId: 'wamid.MEADAOLD' }],
  welcome: [{ kind: 'ignored' }],
  'echo-text': [{ kind: 'message', echo: true, from: shop, to: { kind: 'whatsapp', value: '554188887777' } }],
  'echo-image': [{ echo: true, ...media('image', 'a azul'), attachments: [{ ref: '880010' }] }],
  'echo-revoke': [{ kind: 'deletion', externalId: 'wamid.MEADAOUT9' }],
  'status-sent': [{ kind: 'status', state: 'sent', dispatchId: '01957b1c-2f00-7000-8000-00000000000a' }],
  'status-delivered': [{ kind: 'status', state: 'delivered', externalId: 'wamid.MEADAOUT1' }],
  'status-read': [{ state: 'read' }],
  'status-played': [{ state: 'read' }],
  'status-failed-window': [{ state: 'failed', error: { code: '131047', permanent: true } }],
  'status-failed-rate': [
    { state: 'failed', error: { code: '130429', text: 'Rate limit hit', permanent: false } },
  ],
  'status-call': [{ kind: 'ignored', reason: 'status:RINGING' }],
  'status-part': [{ kind: 'status', state: 'sent' }],
  'call-answered': [
    { kind: 'message', from: ana, content: { direction: 'in', outcome: 'answered', seconds: 65 } },
  ],
  'call-missed': [{ content: { direction: 'in', outcome: 'missed' } }],
  'call-out-rejected': [
    { echo: true, from: shop, to: ana, content: { direction: 'out', outcome: 'rejected' } },
  ],
  'call-connect': [{ kind: 'ignored', reason: 'call:connect' }],
  'account-quality': [
    { kind: 'notice', code: 'phone_number_quality_update', level: 'warning', at: '2026-03-02T12:00:00.000Z' },
  ],
  'account-update': [
    { kind: 'notice', level: 'grave', text: expect.stringContaining('violation_type: SPAM') },
  ],
  'template-status': [
    {
      kind: 'template_change',
      name: 'pedido_pronto',
      language: 'pt_BR',
      state: 'rejected',
      reason: 'INVALID_FORMAT',
    },
    { kind: 'notice', level: 'warning', text: expect.stringContaining('REJECTED') },
  ],
  'template-quality': [
    { kind: 'template_change', name: 'promo', quality: 'low' },
    { kind: 'notice', code: 'message_template_quality_update:promo' },
  ],
  'template-category': [
    { kind: 'template_change', name: 'promo', cost: 'utility', nextCost: 'marketing' },
    { kind: 'notice', facts: { correct_category: 'MARKETING' } },
  ],
  'number-throughput': [{ kind: 'notice', level: 'info', facts: { event: 'THROUGHPUT_UPGRADE' } }],
  'capability-limit': [{ kind: 'notice', code: 'business_capability_update', level: 'info' }],
  'account-alert': [{ kind: 'notice', code: 'account_alerts', level: 'grave' }],
  'account-error': [{ kind: 'notice', code: 'error_131031', text: 'Business account locked' }],
  'group-participants': [{ kind: 'ignored', reason: 'field:group_participants_update' }],
  history: [{ kind: 'ignored', reason: 'field:history' }],
  'user-preferences': [{ kind: 'ignored', reason: 'field:user_preferences' }],
  'another-number': [{ kind: 'notice', code: expect.stringMatching(/^unknown_account:\d+$/) }],
  batch: [
    { kind: 'message', from: ana, content: { text: 'primeira' } },
    { kind: 'message', from: { value: '5511987654321', name: 'Bruno Lima' } },
    { kind: 'message', attachments: [{ ref: '880020' }], from: ana },
    { kind: 'status', state: 'delivered' },
    { kind: 'status', state: 'read' },
    { kind: 'notice', code: 'account_alerts' },
  ],
};

describe('parse', () => {
  it.each(Object.entries(expected))('%s', (name, items) => {
    const got = read(bytesOf(name));
    expect(got).toHaveLength(items.length);
    expect(got).toMatchObject(items);
  });

  it('refuses what is no webhook of a business account', () => {
    for (const text of ['{}', '[]', 'null', '{"object":"Page 1","entry":[]}', '{']) {
      expect(() =>
        parse({ body: Buffer.from(text), headers: {}, facts: {}, receivedAt }, sampleSettings),
      ).toThrow();
    }
  });
});

describe('arrivals', () => {
  it('keeps the exact bytes of a request with one item', () => {
    const body = bytesOf('text');
    expect(arrivals(request(body))[0]?.body).toBe(body);
  });

  it('finds a copy again when the platform sends it alone instead of in a batch', () => {
    const batch = arrivals(request(bytesOf('batch')));
    for (const one of batch) {
      const again = arrivals(request(one.body));
      expect(again.map((other) => other.externalId)).toEqual([one.externalId]);
    }
  });

  it('splits any batch into as many arrivals as it has distinct messages, order kept', () => {
    const message = fc.record({ id: fc.uuid(), body: fc.string({ unit: 'grapheme', minLength: 1 }) });
    const property = fc.property(
      fc.uniqueArray(message, { selector: (one) => one.id, maxLength: 20 }),
      (sent) => {
        const messages = sent.map(({ id, body }) => ({
          from: '5541988887777',
          id,
          type: 'text',
          text: { body },
        }));
        const value = { messages: [...messages, ...messages] };
        const webhook = {
          object: 'whatsapp_business_account',
          entry: [{ changes: [{ field: 'messages', value }] }],
        };
        const got = read(Buffer.from(JSON.stringify(webhook)));
        const ids = got.flatMap((one) => (one.kind === 'message' ? [one.externalId] : []));
        expect(ids).toEqual(sent.map((one) => one.id));
      },
    );
    fc.assert(property);
  });

  it('does not take another message under the same id for a copy', () => {
    const text = new TextDecoder().decode(bytesOf('text'));
    const other = text.replace('bermuda', 'camisa');
    const [one, two] = [text, other].map((body) => arrivals(request(Buffer.from(body)))[0]?.externalId);
    expect(one).not.toBe(two);
  });
});

describe('verify', () => {
  const known = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  const settings = { appSecret: "It's a Secret to Everybody" };
  const hello = { ...request(Buffer.from('Hello, World!')), headers: { 'x-hub-signature-256': known } };

  it('agrees with the known answer and no other', () => {
    expect(verify(hello, settings)).toBe(true);
    expect(verify({ ...hello, body: Buffer.from('Hello, World') }, settings)).toBe(false);
    expect(verify(hello, { appSecret: '' })).toBe(false);
  });

  it('answers the handshake only for the right token and a harmless challenge', () => {
    const query = { 'hub.mode': 'subscribe', 'hub.verify_token': 'certo', 'hub.challenge': '1158201444' };
    const asked = (changes: Record<string, string>, verifyToken = 'certo') =>
      handshake(
        { ...request(new Uint8Array()), method: 'GET', query: { ...query, ...changes } },
        { verifyToken },
      );
    expect(asked({})).toBe('1158201444');
    expect(asked({ 'hub.verify_token': 'errado' })).toBeNull();
    expect(asked({ 'hub.mode': 'unsubscribe' })).toBeNull();
    expect(asked({ 'hub.challenge': '<script>' })).toBeNull();
    expect(asked({ 'hub.verify_token': '' }, '')).toBeNull();
  });
});

describe('identity', () => {
  const kindOf = (value: string) => {
    const address = addressOf(value);
    const kind = identityKinds.find((one) => one.kind === address?.kind);
    const canonical = address && kind?.canonical(address.value);
    return [address?.kind, canonical && kind?.matchKey(canonical)];
  };

  it.each([
    ['+5541988887777', 'whatsapp', 'tel:5541988887777'],
    ['554188887777', 'whatsapp', 'tel:5541988887777'],
    ['554188887777@c.us', 'whatsapp', 'tel:5541988887777'],
    ['5511987654321', 'whatsapp', 'tel:5511987654321'],
    ['554133334444', 'whatsapp', 'tel:554133334444'],
    ['BR.1502576394655843', 'whatsapp_user', 'whatsapp_user:BR.1502576394655843'],
    ['US.ENT.11815799212886844830', 'whatsapp_user', 'whatsapp_user:US.ENT.11815799212886844830'],
    ['123456789012345@lid', 'whatsapp_lid', 'whatsapp_lid:123456789012345@lid'],
    ['ana', undefined, undefined],
  ])('%s', (value, kind, key) => expect(kindOf(value)).toEqual([kind, key]));

  it('keeps the address as received', () => expect(addressOf('554188887777')?.value).toBe('554188887777'));
});

it.each([
  [30, 'USD', 3000],
  [1.005, 'BRL', 101],
  [1500, 'JPY', 1500],
  [1.2345, 'KWD', 1235],
  [-1, 'BRL', undefined],
  [1, 'reais', undefined],
])('%s %s is %s minor units', (amount, currency, minor) => expect(minorUnits(amount, currency)).toBe(minor));
