import { readFileSync } from 'node:fs';
import type { Inbound, InboundMessage, OutboundMessage } from '@meada/contract/channels';
import { describe, expect, it } from 'vitest';
import type { RawRequest } from '../../../modules/inboxes/port.ts';
import { describeChannel, fixtureReceipts } from '../conformance.ts';
import { type Call, callbackData, format } from './format.ts';
import { telegram } from './index.ts';
import { splitText } from './text.ts';
import { secretHeader, webhookSecret } from './verify.ts';

const folder = new URL('.', import.meta.url);
const settings = { token: '7100000001:AAtestTokenOfNobodyAtAll_00000000001', username: '@loja_azul_bot' };
const to = { kind: 'telegram', value: '5200000017' };

const signed = ['text', 'callback', 'album-1'].map((name): RawRequest => {
  const body = new Uint8Array(readFileSync(new URL(`fixtures/${name}.json`, folder)));
  const headers = { [secretHeader]: webhookSecret(settings) ?? '' };
  return { method: 'POST', url: 'https://loja.example/hooks/1', query: {}, headers, body };
});

/** All a customer can read of a call: words, labels of buttons, places. */
function saidBy({ fields }: Call): string[] {
  const rows =
    (fields.reply_markup as { inline_keyboard?: { text: string }[][] } | undefined)?.inline_keyboard ?? [];
  const album = Array.isArray(fields.media) ? fields.media.map((item) => item.caption) : [];
  const texts = [fields.text, fields.caption, fields.title, fields.address, fields.first_name, ...album];
  return [...texts, ...rows.flat().map((button) => button.text)].filter((text) => typeof text === 'string');
}

/** Nothing to say (blank text) is refused before anything is sent, which is within the limits too. */
function pieces(message: OutboundMessage): string[] {
  try {
    return format(message).flatMap(saidBy);
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^(empty|too_big)$/) });
    return [];
  }
}

describeChannel(telegram, {
  folder,
  settings,
  receipts: fixtureReceipts(folder),
  signed,
  signatureHeader: secretHeader,
  signatureCoversBody: false,
  to,
  format: pieces,
});

function parsed(name: string): Inbound {
  const receipt = fixtureReceipts(folder).find((one) => one.name === `${name}.json`)?.receipt;
  if (!receipt) throw new Error(`no fixture ${name}`);
  const [item, ...more] = telegram.parse(receipt, settings) as Inbound[];
  expect(more).toEqual([]);
  if (!item) throw new Error(`${name}: nothing`);
  return item;
}
const message = (name: string) => parsed(name) as InboundMessage;

describe('parse', () => {
  it.each<[string, object]>([
    [
      'text',
      {
        from: { kind: 'telegram', value: '5200000017', name: 'Ana Prado' },
        proof: 'platform',
        locale: 'pt-BR',
      },
    ],
    [
      'text-entities',
      { content: { text: 'Olha *este* aqui (https://loja.example/p/38) e fale com o gerente' } },
    ],
    ['start-token', { tokens: ['sw_9aZ-kQ3'], content: { kind: 'text', text: '/start' } }],
    [
      'photo',
      {
        content: { kind: 'media', media: 'image', text: 'A caixa chegou assim' },
        attachments: [{ ref: 'AgAC-p3-xYz', type: 'image/jpeg' }],
      },
    ],
    ['live-photo', { attachments: [{ ref: 'AgAC-lp2-xYz', kind: 'image' }] }],
    ['voice', { attachments: [{ kind: 'voice', seconds: 7, type: 'audio/ogg' }] }],
    ['animation', { attachments: [{ kind: 'video', name: 'oba.mp4' }] }],
    ['document', { attachments: [{ kind: 'document', name: 'nota fiscal 2026.pdf', size: 88123 }] }],
    ['sticker', { content: { media: 'sticker', text: '😍' } }],
    ['sticker-animated', { attachments: [{ type: 'application/x-tgsticker' }] }],
    ['location', { content: { kind: 'location', latitude: -25.4284, longitude: -49.2733 } }],
    ['venue', { content: { kind: 'location', name: 'Padaria da Esquina', address: 'Rua das Flores, 12' } }],
    ['contact-other', { content: { contacts: [{ name: 'Carla Souza', emails: ['carla@firma.example'] }] } }],
    ['contact-own', { aliases: [{ kind: 'phone', value: '+5541988776655' }] }],
    ['poll', { content: { kind: 'unsupported', type: 'poll', text: 'Qual cor?\n• Azul\n• Preto' } }],
    ['rich-message', { content: { kind: 'unsupported', text: 'Pedido\nQuero dois pares' } }],
    ['future-kind', { content: { kind: 'unsupported', type: 'hologram' } }],
    ['reply', { replyTo: ['5200000017:41'], facts: { quote: 'tênis 38' } }],
    ['forwarded', { facts: { forwarded: true, forwardedFrom: 'Novidades Loja Azul' } }],
    [
      'topic',
      { outsideThread: { kind: 'group', key: '-1002200330044:t12' }, to: { value: '-1002200330044' } },
    ],
    ['group-anonymous', { proof: 'none', from: { value: '-1002200330044' } }],
    ['group-bot', { automatic: 'auto_reply' }],
    ['channel-post', { echo: true, outsideThread: { kind: 'post' }, facts: { signature: 'Equipe' } }],
    ['channel-direct', { outsideThread: { kind: 'chat', key: '-1001900800799:d5200000017' } }],
    ['edited', { kind: 'edit', content: { kind: 'text' } }],
    [
      'callback',
      {
        externalId: 'callback:22334455667788',
        content: { kind: 'button_reply', id: 'delivery', text: 'Entrega' },
        replyTo: ['5200000017:77'],
      },
    ],
    ['callback-old', { content: { kind: 'button_reply', id: 'pickup', text: 'pickup' } }],
    ['callback-group', { outsideThread: { kind: 'group', key: '-1002200330044:t12' } }],
    ['reaction', { kind: 'reaction', externalId: '5200000017:77', emoji: '👍' }],
    ['reaction-removed', { kind: 'reaction', emoji: null }],
    ['blocked', { kind: 'notice', code: 'blocked_by_customer' }],
    ['group-migrated', { kind: 'thread_change', thread: 'group', from: '-443322', to: '-1002200339999' }],
    [
      'group-migrated-from',
      { kind: 'thread_change', thread: 'group', from: '-443322', to: '-1002200339999' },
    ],
    ['group-joined', { kind: 'ignored', reason: 'service message: new_chat_members' }],
    ['business-message', { kind: 'ignored', reason: expect.stringContaining('business') }],
    ['future-update', { kind: 'ignored', reason: 'unknown kind of update: telepathy' }],
  ])('%s', (name, wanted) => expect(parsed(name)).toMatchObject(wanted));

  it('gives the pictures of an album one fact in common and ids of their own', () => {
    const [first, second] = [message('album-1'), message('album-2')];
    expect(first.facts?.album).toBe('5200000017:13900077');
    expect(second.facts?.album).toBe(first.facts?.album);
    expect(second.externalId).not.toBe(first.externalId);
  });

  it('takes no phone from a contact that is somebody else’s or forwarded', () => {
    expect(message('contact-other').aliases).toBeUndefined();
  });
});

describe('format', () => {
  const outbound = (
    content: OutboundMessage['content'],
    more: Partial<OutboundMessage> = {},
  ): OutboundMessage => ({
    messageId: 'm',
    dispatchId: 'd',
    to,
    content,
    attachments: [],
    replyToken: 'r',
    author: { name: 'Bia', locale: 'pt-BR' },
    protocol: 'p',
    ...more,
  });
  const text = (said: string) => ({ v: 1 as const, kind: 'text' as const, text: said });
  const file = (kind: 'image' | 'document' | 'voice', type: string, size = 10) => ({
    kind,
    type,
    size,
    name: `x.${kind}`,
    read: async () => new Uint8Array(size),
  });

  it('answers into the topic, direct-message topic or post it came from', () => {
    const at = (key: string) =>
      format(outbound(text('oi'), { outsideThread: { kind: 'group', key } }))[0]?.fields;
    expect(at('-1002:t12')).toMatchObject({ chat_id: '-1002', message_thread_id: 12 });
    expect(at('-1002:d77')).toMatchObject({ chat_id: '-1002', direct_messages_topic_id: 77 });
    expect(at('-1002:p9')).toMatchObject({ chat_id: '-1002', reply_parameters: { message_id: 9 } });
  });

  it('quotes only a message of the same chat, and only with the first part', () => {
    const long = `${'a'.repeat(4000)}\n${'b'.repeat(4000)}`;
    const calls = format(outbound(text(long), { replyToExternalId: '5200000017:41' }));
    expect(calls.map((call) => Boolean(call.fields.reply_parameters))).toEqual([true, false]);
    expect(
      format(outbound(text('x'), { replyToExternalId: '9:41' }))[0]?.fields.reply_parameters,
    ).toBeUndefined();
  });

  it('sends an album in one call, other mixtures one by one, big pictures as documents', () => {
    const content = { v: 1 as const, kind: 'media' as const, media: 'image' as const, text: 'olha' };
    const picture = file('image', 'image/png');
    const methods = (files: OutboundMessage['attachments']) =>
      format(outbound(content, { attachments: files })).map((call) => call.method);
    expect(methods([picture, picture])).toEqual(['sendMediaGroup']);
    expect(methods([picture, file('document', 'application/pdf'), file('voice', 'audio/ogg')])).toEqual([
      'sendPhoto',
      'sendDocument',
      'sendVoice',
    ]);
    expect(methods([file('image', 'image/png', 11_000_000)])).toEqual(['sendDocument']);
    expect(() => methods([file('document', 'application/pdf', 51_000_000)])).toThrow('50 MB');
  });

  it('keeps button ids of 64 bytes and stands in for longer ones', () => {
    expect(callbackData('é'.repeat(32))).toBe('é'.repeat(32));
    expect(Buffer.byteLength(callbackData('é'.repeat(33)))).toBeLessThanOrEqual(64);
  });
});

describe('splitText', () => {
  it('cuts at paragraphs before lines before sentences before words', () => {
    expect(splitText('um dois três.\n\nquatro cinco seis', 20)).toEqual([
      'um dois três.',
      'quatro cinco seis',
    ]);
    expect(splitText('um dois três. quatro cinco', 20)).toEqual(['um dois três.', 'quatro cinco']);
  });
  it('never cuts inside a grapheme', () => {
    const family = '👩‍👩‍👧‍👦';
    const pieces = splitText(family.repeat(800), 4096);
    expect(pieces.join('')).toBe(family.repeat(800));
    for (const piece of pieces) expect(piece.length % family.length).toBe(0);
  });
});

describe('switch link', () => {
  const link = (token: string, more = {}) =>
    telegram.switchLink?.(token, { ...settings, ...more }, { message: '', subject: '' });
  it('opens the bot with the token', () => {
    expect(link('sw_9aZ-kQ3')).toBe('https://t.me/loja_azul_bot?start=sw_9aZ-kQ3');
    expect(link('x', { linkUrl: 'http://127.0.0.1:7000/tg/' })).toBe(
      'http://127.0.0.1:7000/tg/loja_azul_bot?start=x',
    );
  });
  it.each(['', 'a'.repeat(65), 'com espaço', 'a.b'])('refuses the token %j', (token) => {
    expect(() => link(token)).toThrow(RangeError);
  });
});
