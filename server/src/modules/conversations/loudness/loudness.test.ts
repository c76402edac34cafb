import { randomUUID } from 'node:crypto';
import type { InboundMessage } from '@meada/contract/channels';
import type { ConversationItem } from '@meada/contract/routes/conversations';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { receive } from '../../inboxes/index.ts';
import { changeStatus } from '../change-status.ts';
import { addInbox, addPerson, type Desk, openDesk } from '../factories.ts';
import { ingestRound } from '../ingest/worker.ts';
import { readCounts, readList } from '../views/list.ts';
import { putLoudWords } from './put-loud-words.ts';
import { setLoudness } from './set-loudness.ts';
import { louder, withValue } from './standing.ts';
import { valueCustomer } from './value-customer.ts';

/** How loud a matter is, as messages come in and people have their say. */

let desk: Desk;
let ana: PersonActor;
let boss: PersonActor;
let inboxId = '';
beforeAll(async () => {
  desk = await openDesk();
  ana = await addPerson(desk, { name: 'Ana' });
  boss = await addPerson(desk, { name: 'Bia', role: 'administrator' });
  inboxId = await addInbox(desk, 'chat');
});
afterAll(() => desk?.close());

async function write(from: string, ...texts: string[]): Promise<ConversationItem> {
  for (const text of texts) {
    desk.clock.advance(60_000);
    const item: InboundMessage = {
      kind: 'message',
      externalId: randomUUID(),
      at: desk.clock.now().toISOString(),
      from: { kind: 'line', value: from },
      proof: 'platform',
      content: { v: 1, kind: 'text', text },
    };
    const body = new TextEncoder().encode(JSON.stringify([item]));
    await receive(desk.kernel, { orgId: desk.orgId, inboxId }, [
      { externalId: item.externalId, body, headers: {}, facts: {} },
    ]);
    while ((await ingestRound(desk.kernel)) === 0);
  }
  return newest();
}
const list = (view: 'all' | 'loud') =>
  desk.as(ana, (ctx) => readList(ctx, { view, limit: 50 } as never)).then(({ items }) => items);
const newest = async (): Promise<ConversationItem> => (await list('all'))[0] as ConversationItem;
const points = ({ loudnessReasons }: ConversationItem, code: string) =>
  loudnessReasons.find((reason) => reason.code === code)?.points ?? 0;

it('grows with every message that stays unanswered, and keeps the loudest words', async () => {
  const calm = await write('5511900000001', 'Oi', 'Alguém aí?');
  expect(calm.loudness).toBe(0);
  const third = await write('5511900000001', 'Olá?');
  expect(points(third, 'unanswered')).toBe(4);
  const angry = await write('5511900000001', 'Que absurdo, vou no Procon');
  expect(points(angry, 'legal')).toBe(25);
  expect(points(angry, 'unanswered')).toBe(8);
  const after = await write('5511900000001', 'ok');
  expect(points(after, 'legal')).toBe(25);
  expect(after.loudness).toBe(after.loudnessReasons.reduce((sum, reason) => sum + reason.points, 0));
});

it('counts further matters of the same customer within the week', async () => {
  const first = await write('5511900000002', 'Cadê meu pedido?');
  await desk.as(ana, (ctx) => changeStatus(ctx, { conversationId: first.id, status: 'resolved' } as never));
  desk.clock.advance(26 * 3_600_000 * 3);
  const second = await write('5511900000002', 'Outra coisa: a troca');
  if (second.id === first.id) return expect(points(second, 'repeat')).toBe(0);
  expect(points(second, 'repeat')).toBe(6);
});

it('the firm’s own words count from now on, and only who runs the firm may change them', async () => {
  const items = [{ word: 'casamento', points: 30 }];
  await expect(desk.as(ana, (ctx) => putLoudWords(ctx, { items }))).rejects.toMatchObject({
    code: 'forbidden',
  });
  await desk.as(boss, (ctx) => putLoudWords(ctx, { items }));
  expect(points(await write('5511900000003', 'É para o casamento'), 'own')).toBe(30);
  await desk.as(boss, (ctx) => putLoudWords(ctx, { items: [] }));
});

it('a person’s word stands against what comes, is written down, and is taken back', async () => {
  const loud = await write('5511900000004', 'Vou processar vocês');
  expect(loud).toMatchObject({ loudness: 30, loudnessSet: null });
  await desk.as(ana, (ctx) => setLoudness(ctx, { conversationId: loud.id, points: 10 }));
  const still = await write('5511900000004', 'ISSO É UM ABSURDO!!!');
  expect(still).toMatchObject({ loudness: 10, loudnessSet: 10 });
  await desk.as(ana, (ctx) => setLoudness(ctx, { conversationId: loud.id, points: null }));
  expect(await newest()).toMatchObject({ loudness: 30, loudnessSet: null });
  const trail = await desk.as(null, (ctx) =>
    ctx.db.selectFrom('audit_entries').select(['action', 'facts']).where('org_id', '=', ctx.orgId).execute(),
  );
  expect(trail.filter(({ action }) => action.startsWith('conversation.loudness'))).toMatchObject([
    { action: 'conversation.loudness_set', facts: { from: 30, to: 10 } },
    { action: 'conversation.loudness_freed', facts: { from: 10, to: 30 } },
  ]);
});

it('what was sold to the customer raises unresolved matters, and falls with it', async () => {
  const talk = await write('5511900000005', 'Oi');
  const value = (sold: number) => desk.as(null, (ctx) => valueCustomer(ctx, talk.customer.id, sold));
  await value(900_000);
  expect(points(await newest(), 'value')).toBe(12);
  await value(1_000);
  expect(await newest()).toMatchObject({ loudness: 5 });
  await value(0);
  expect(await newest()).toMatchObject({ loudness: 0, loudnessReasons: [] });
});

it('the view of loud matters has the loudest first, and counts them', async () => {
  await write('5511900000006', 'Péssimo! Vou no Procon e no juizado, meu advogado já sabe');
  await write('5511900000007', 'Vou no Procon, que descaso, ninguém responde');
  const loud = await list('loud');
  const all = loud.map(({ loudness }) => loudness);
  expect(all.length).toBeGreaterThanOrEqual(2);
  expect(all).toEqual([...all].sort((one, other) => other - one));
  expect(Math.min(...all)).toBeGreaterThanOrEqual(40);
  expect((await desk.as(ana, readCounts)).loud).toBe(loud.filter(({ status }) => status === 'open').length);
});

it('a louder message takes the place of the words before it, what stands around is taken anew', () => {
  const said = { points: 25, reasons: [{ code: 'legal' as const, points: 25, detail: 'procon' }] };
  const one = louder([], said, { unanswered: 1, others: 2 });
  expect(one.points).toBe(37);
  const less = { points: 8, reasons: [{ code: 'anger' as const, points: 8 }] };
  expect(louder(one.reasons, less, { unanswered: 4, others: 0 })).toMatchObject({ points: 33 });
  expect(withValue(one.reasons, 1).points).toBe(42);
});
