import type { OutboundAmendment } from '@meada/contract/amendments';
import type { OutboundMessage } from '@meada/contract/channels';
import type { Content } from '@meada/contract/content';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { demoBot, startTelegram, type Telegram } from '../../../../../simulators/src/telegram/index.ts';
import { makeEgress } from '../../../kernel/egress.ts';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { amend } from './amend.ts';
import { telegram } from './index.ts';
import { reactionEmojis } from './reactions.ts';

let platform: Telegram;
let egress: ReturnType<typeof makeEgress>;
let io: ChannelIo;
let ana: number;

beforeEach(async () => {
  platform = await startTelegram({ limits: { burstPerChat: 30 } });
  egress = makeEgress(platform.allow);
  ana = platform.customer({ firstName: 'Ana' }).id;
  const settings = { token: demoBot.token, username: demoBot.username, apiUrl: platform.url };
  io = {
    inbox: { id: 'i', orgId: 'o', name: 'Bot', address: '@x', brand: 'Azul' },
    settings,
    egress,
    publicUrl: 'http://127.0.0.1',
    now: () => new Date(),
    log: () => undefined,
  };
  platform.customerSends(ana, { text: 'Oi' });
});
afterEach(async () => {
  await egress.close();
  await platform.stop();
});

const text = (words: string): Content => ({ v: 1, kind: 'text', text: words });
const to = () => ({ kind: 'telegram', value: String(ana) });

async function send(content: Content, attachments: OutboundMessage['attachments'] = []) {
  const author = { name: 'Bia', locale: 'pt-BR' as const };
  const message = {
    messageId: 'm',
    dispatchId: 'd',
    to: to(),
    content,
    attachments,
    replyToken: 'r',
    author,
    protocol: 'p',
  };
  const result = await telegram.send(message, io);
  if (result.state !== 'sent') throw new Error(JSON.stringify(result));
  return [result.externalId, ...(result.moreExternalIds ?? [])] as [string, ...string[]];
}

type Edit = Extract<OutboundAmendment, { kind: 'edit' }>;
const base = (externalIds: [string, ...string[]]) => ({
  amendmentId: 'a',
  to: to(),
  externalIds,
  locale: 'pt-BR' as const,
});
const edit = (ids: [string, ...string[]], words: [Content, Content], attachments: Edit['attachments'] = []) =>
  amend({ ...base(ids), kind: 'edit', before: words[0], content: words[1], attachments }, io);
const shown = () => platform.chat(ana).filter((one) => one.by === 'bot');
const words = () => shown().map((one) => one.raw.text ?? one.raw.caption);

it('changes the words of a text, twice the same doing no harm', async () => {
  const ids = await send(text('Boa tarde'));
  expect(await edit(ids, [text('Boa tarde'), text('Boa noite')])).toEqual({ state: 'sent' });
  expect(words()).toEqual(['Boa noite']);
  expect(await edit(ids, [text('Boa tarde'), text('Boa noite')])).toEqual({ state: 'sent' });
});

it('changes a text of several messages as long as their number stays', async () => {
  const long = (letter: string) => text(`${letter.repeat(4000)} ${letter.repeat(3000)}`);
  const ids = await send(long('a'));
  expect(ids).toHaveLength(2);
  expect(await edit(ids.toReversed() as [string, ...string[]], [long('a'), long('b')])).toEqual({
    state: 'sent',
  });
  expect(words().map((one) => String(one)[0])).toEqual(['b', 'b']);
  expect(await edit(ids, [long('b'), text('curto')])).toMatchObject({
    state: 'failed',
    code: 'other_length',
  });
});

it('changes the caption of a picture', async () => {
  const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2]);
  const file = { name: 'a.png', type: 'image/png', kind: 'image' as const, size: bytes.length };
  const media = (words: string): Content => ({ v: 1, kind: 'media', media: 'image', text: words });
  const ids = await send(media('azul'), [{ ...file, read: async () => bytes }]);
  expect(await edit(ids, [media('azul'), media('verde')], [file])).toEqual({ state: 'sent' });
  expect(words()).toEqual(['verde']);
});

it('takes messages back for 48 hours; what is gone already is gone', async () => {
  const remove = (ids: [string, ...string[]]) => amend({ ...base(ids), kind: 'deletion' }, io);
  const ids = await send(text(`${'a'.repeat(4000)} ${'b'.repeat(3000)}`));
  expect(await remove(ids)).toEqual({ state: 'sent' });
  expect(shown()).toEqual([]);
  const one = await send(text('Um'));
  expect(await remove(one)).toEqual({ state: 'sent' });
  expect(await remove(one)).toEqual({ state: 'sent' });
  const old = await send(text('Antiga'));
  const message = shown()[0];
  if (message) message.raw.date -= 49 * 3600;
  expect(await remove(old)).toMatchObject({ state: 'failed', code: 'too_late' });
});

it('reacts with every emoji of its list, changes and takes it back', async () => {
  const id = platform.chat(ana)[0]?.raw.message_id ?? 0;
  const react = (emoji: string | null) => amend({ ...base([`${ana}:${id}`]), kind: 'reaction', emoji }, io);
  for (const emoji of reactionEmojis) expect([emoji, await react(emoji)]).toEqual([emoji, { state: 'sent' }]);
  expect(platform.chat(ana)[0]?.reactions.bot).toEqual([reactionEmojis.at(-1)]);
  expect(await react(null)).toEqual({ state: 'sent' });
  expect(platform.chat(ana)[0]?.reactions.bot).toEqual([]);
  expect(await react('🇧🇷')).toMatchObject({ state: 'failed', code: 'reaction_refused' });
});

it('knows a lost answer from one that was never asked', async () => {
  const ids = await send(text('Um'));
  platform.failNext({ method: 'editMessageText', how: 'error', status: 502 });
  expect(await edit(ids, [text('Um'), text('Dois')])).toMatchObject({ state: 'unknown', code: 'no_answer' });
  platform.failNext({ method: 'editMessageText', how: 'error', status: 429 });
  expect(await edit(ids, [text('Um'), text('Três')])).toMatchObject({ state: 'retry' });
});
