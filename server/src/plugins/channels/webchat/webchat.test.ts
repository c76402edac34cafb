import { createHmac } from 'node:crypto';
import type { OutboundMessage } from '@meada/contract/channels';
import { describe, expect, it } from 'vitest';
import type { ChannelIo, Settings } from '../../../modules/inboxes/port.ts';
import { describeChannel, fixtureReceipts } from '../conformance.ts';
import { siteUserKind, visitorKind } from './identities.ts';
import { arrivalOf, type ChatRecord, lookOf, originAllowed, verifyIdentify, webchat } from './index.ts';

const folder = new URL('.', import.meta.url);
const settings: Settings = {
  name: 'Empório Fio & Meada',
  welcome: 'Oi!',
  colour: '#0F6B5C',
  position: 'left',
  origins: ['https://www.loja.example', 'https://*.fios.example', 'http://localhost:8080'],
  identifySecret: 'um-segredo-de-teste',
};
const visitorId = '01930000-0000-7000-8000-0000000000a1';

describeChannel(webchat, {
  folder,
  settings,
  receipts: fixtureReceipts(folder),
  to: { kind: visitorKind, value: visitorId },
  format: wordsOf,
});

/** What the visitor reads of a message: the content itself, nothing is rewritten on its way. */
function wordsOf({ content }: OutboundMessage): string[] {
  const text = 'text' in content ? [content.text ?? ''] : [];
  if (content.kind === 'buttons') return [...text, ...content.buttons.map((button) => button.title)];
  if (content.kind === 'list')
    return [...text, ...content.sections.flatMap((section) => section.rows.map((row) => row.title))];
  return text;
}

const record: ChatRecord = {
  v: 1,
  visitorId,
  clientId: '01930000-0000-7000-8000-0000000000c1',
  at: '2026-03-02T12:00:00.000Z',
  text: 'oi',
};
async function parsed(changes: Partial<ChatRecord>) {
  const arrival = arrivalOf({ ...record, ...changes });
  const [item] = await webchat.parse({ ...arrival, receivedAt: record.at }, settings);
  if (item?.kind !== 'message') throw new Error('no message');
  expect(item.externalId).toBe(arrival.externalId);
  return item;
}

describe('records of the chat', () => {
  it('keeps apart equal numbers of different visitors', async () => {
    const other = await parsed({ visitorId: '01930000-0000-7000-8000-0000000000a2' });
    expect(other.externalId).not.toBe((await parsed({})).externalId);
  });

  it('reads presses, rows, files and answers', async () => {
    const press = { from: 'buttons', id: 'pickup', title: 'Retirar' } as const;
    expect((await parsed({ pressed: press })).content).toEqual({
      v: 1,
      kind: 'button_reply',
      id: 'pickup',
      text: 'Retirar',
    });
    expect((await parsed({ pressed: { ...press, from: 'list' } })).content.kind).toBe('list_reply');
    expect((await parsed({ replyTo: 'm1' })).replyTo).toEqual(['m1']);
    const file = { id: visitorId, kind: 'image', name: 'a.png', type: 'image/png', size: 3 } as const;
    const two = await parsed({ text: '', attachments: [file, { ...file, kind: 'document' }] });
    expect(two.content).toEqual({ v: 1, kind: 'media', media: 'document' });
    expect(two.attachments?.map((one) => one.uploadId)).toEqual([visitorId, visitorId]);
  });

  it('puts the vouched-for user before the browser', async () => {
    const item = await parsed({ siteUser: { base: 'loja', id: '42', name: 'Marina' } });
    expect(item.from).toEqual({ kind: siteUserKind, value: 'loja:42', name: 'Marina' });
    expect(item.aliases).toEqual([{ kind: visitorKind, value: visitorId, name: 'Marina' }]);
  });

  it.each([
    [{ text: '  ' }],
    [{ visitorId: 'x' }],
    [{ siteUser: { base: 'a:b', id: '1' } }],
    [{ admin: true } as object],
  ])('refuses %j', async (changes) => {
    await expect((async () => parsed(changes))()).rejects.toBeInstanceOf(Error);
  });

  it('sends by doing nothing, under the id of the message', async () => {
    const io = { now: () => new Date('2026-03-02T12:00:00Z') } as ChannelIo;
    expect(await webchat.send({ messageId: 'm-1' } as OutboundMessage, io)).toEqual({
      state: 'sent',
      externalId: 'm-1',
      at: '2026-03-02T12:00:00.000Z',
    });
  });
});

describe('identify', () => {
  const signature = createHmac('sha256', 'um-segredo-de-teste').update('42').digest('hex');
  it('takes only the right signature of the right id', () => {
    expect(verifyIdentify(settings, '42', signature)).toBe(true);
    expect(verifyIdentify(settings, '43', signature)).toBe(false);
    expect(verifyIdentify(settings, '42', signature.toUpperCase())).toBe(false);
    expect(verifyIdentify(settings, '42', '')).toBe(false);
    expect(verifyIdentify({ ...settings, identifySecret: '' }, '42', signature)).toBe(false);
    const unkeyed = createHmac('sha256', '').update('42').digest('hex');
    expect(verifyIdentify({ name: 'x' }, '42', unkeyed)).toBe(false);
  });
});

describe('allowed origins', () => {
  const own = 'https://meada.example';
  it.each([
    ['https://www.loja.example', true],
    ['https://loja.example', false],
    ['http://www.loja.example', false],
    ['https://www.loja.example.evil.example', false],
    ['https://evilfios.example', false],
    ['https://fios.example', false],
    ['https://a.fios.example', true],
    ['https://a.b.fios.example', true],
    ['http://localhost:8080', true],
    ['http://localhost:8081', false],
    ['null', false],
    ['file://', false],
    [own, true],
  ])('%s → %s', (origin, allowed) => expect(originAllowed(settings, origin, own)).toBe(allowed));
  it('lets every site in when none is named', () => {
    expect(originAllowed({ origins: [' '] }, 'https://any.example', own)).toBe(true);
  });
  it('tells which entries and colours are wrong', async () => {
    const io = (changes: Settings) => ({ settings: { ...settings, ...changes } }) as ChannelIo;
    expect((await webchat.test(io({}))).ok).toBe(true);
    expect((await webchat.test(io({ origins: ['www.loja.example'] }))).steps[0]?.text).toBe(
      'www.loja.example',
    );
    expect((await webchat.test(io({ colour: 'red;}' }))).ok).toBe(false);
  });
});

it('shapes the look and falls back from what is wrong', () => {
  expect(lookOf(settings, 'Caixa')).toMatchObject({
    name: 'Empório Fio & Meada',
    colour: '#0f6b5c',
    position: 'left',
  });
  expect(lookOf({ colour: 'url(x)', position: 'up' }, 'Caixa')).toMatchObject({
    name: 'Caixa',
    colour: '#0f6b5c',
    position: 'right',
    askName: false,
  });
});
