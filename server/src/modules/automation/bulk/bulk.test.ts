import { randomUUID } from 'node:crypto';
import type { BulkAction, BulkRun, MacroAction } from '@meada/contract/macros';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { addInbox, addPerson, addTalk, addTeam, type Desk, openDesk } from '../../conversations/factories.ts';
import { stateOf } from '../../conversations/index.ts';
import { saveMacro } from '../macros/save-macro.ts';
import { forgetRuns, runBulk } from './run-bulk.ts';
import { startBulk } from './start-bulk.ts';
import { bulkOf } from './store.ts';
import { undoBulk } from './undo-bulk.ts';

let desk: Desk;
let boss: PersonActor;
let ana: PersonActor;
let rui: PersonActor;
let teamId: string;
let inboxId: string;

beforeAll(async () => {
  desk = await openDesk();
  boss = await addPerson(desk, { name: 'Lia', role: 'supervisor' });
  ana = await addPerson(desk, { name: 'Ana' });
  rui = await addPerson(desk, { name: 'Rui', visibility: 'assigned' });
  teamId = await addTeam(desk, 'Trocas');
  inboxId = await addInbox(desk, 'chat');
});
afterAll(() => desk.close());

const talks = async (count: number, more: { assigneeId?: string } = {}): Promise<string[]> => {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push((await addTalk(desk, inboxId, more)).id);
  return ids;
};
type Which = { runId?: string; conversationIds?: string[]; filters?: { view: 'all' | 'mine' } };
const start = (actor: PersonActor, which: Which, action: BulkAction) =>
  desk.as(actor, (ctx) => startBulk(ctx, { body: { runId: randomUUID(), ...which, action } }));
const undo = (actor: PersonActor, { id }: BulkRun) =>
  desk.as(actor, (ctx) => undoBulk(ctx, { params: { id } }));
const read = (actor: PersonActor, { id }: BulkRun) => desk.as(actor, (ctx) => bulkOf(ctx, id));
const state = (id: string | undefined) => desk.as(null, (ctx) => stateOf(ctx, id ?? ''));
const resolve: BulkAction = { kind: 'status', status: 'resolved', snooze: null };

describe('the same for many', () => {
  test('each by its own permission and sight; what is refused is said, the rest is done', async () => {
    const own = await talks(2, { assigneeId: rui.id });
    const others = await talks(2);
    const ids = [...own, ...others];
    const run = await start(rui, { conversationIds: ids }, { kind: 'priority', priority: 'high' });
    expect(run).toMatchObject({ state: 'done', total: 2, notFound: 2, done: 2, nothing: 0, refused: 0 });
    expect([(await state(own[0])).priority, (await state(others[0])).priority]).toEqual(['high', 'normal']);
    await expect(start(rui, { conversationIds: others }, resolve)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(start(rui, { conversationIds: [randomUUID()] }, resolve)).rejects.toMatchObject({
      code: 'not_found',
    });
    // To a team needs more than answering: refused for each, nothing half done.
    const given = await start(ana, { conversationIds: others }, { kind: 'assign', to: 'team', teamId });
    expect(given).toMatchObject({
      done: 0,
      refused: 2,
      refusals: [{ code: 'forbidden' }, { code: 'forbidden' }],
    });
    await expect(read(boss, run)).rejects.toMatchObject({ code: 'not_found' });
    await expect(undo(boss, run)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('of what its person does not see, and of what is not there, only how many they are is told', async () => {
    const [own, others] = [await talks(2, { assigneeId: rui.id }), await talks(1)];
    const named = [...own, ...own, ...others, randomUUID()];
    const run = await start(rui, { conversationIds: named }, { kind: 'priority', priority: 'low' });
    expect(run).toMatchObject({ total: 2, place: 2, notFound: 2, done: 2, refused: 0, refusals: [] });
    expect(await undo(rui, run)).toMatchObject({ state: 'undone', total: 2, notFound: 2 });
  });

  test('what leaves the sight of its person meanwhile is refused by itself', async () => {
    const ids = await talks(60, { assigneeId: rui.id });
    const run = await start(rui, { conversationIds: ids }, { kind: 'priority', priority: 'low' });
    const [lost] = ids;
    await desk.as(null, (ctx) =>
      sql`UPDATE conversations SET assignee_id = ${boss.id} WHERE org_id = ${ctx.orgId} AND id = ${lost}`.execute(
        ctx.db,
      ),
    );
    for (let n = 0; n < 2; n += 1) await runBulk(desk.kernel);
    expect(await read(rui, run)).toMatchObject({
      ...{ state: 'done', total: 60, notFound: 0, done: 59, refused: 1 },
      refusals: [{ conversationId: lost, protocol: null, code: 'not_found' }],
    });
  });

  test('to somebody who is deactivated nothing is given: said at once, and not once for each', async () => {
    const ids = await talks(2);
    const gil = await addPerson(desk, { name: 'Gil' });
    await desk.as(null, (ctx) =>
      ctx.db.updateTable('members').set({ active: false }).where('id', '=', gil.id).execute(),
    );
    const give: BulkAction = { kind: 'assign', to: 'person', assigneeId: gil.id };
    await expect(start(boss, { conversationIds: ids }, give)).rejects.toMatchObject({ code: 'deactivated' });
  });

  test('copies of one request that come at the same moment are one run', async () => {
    const [runId, conversationIds] = [randomUUID(), await talks(3)];
    const copies = await Promise.all(
      [1, 2, 3, 4].map(() => start(ana, { runId, conversationIds }, { kind: 'priority', priority: 'high' })),
    );
    for (const copy of copies) expect(copy).toMatchObject({ id: runId, state: 'done', total: 3, done: 3 });
  });

  test('is started once, and taken back exactly, but for what somebody changed since', async () => {
    const ids = await talks(3);
    const waited = (await state(ids[0])).waitingSince;
    const runId = randomUUID();
    const run = await start(boss, { conversationIds: ids, runId }, resolve);
    expect(await start(boss, { conversationIds: ids, runId }, resolve)).toEqual(run);
    expect(run).toMatchObject({ done: 3, undoUntil: expect.any(String) });
    expect(await start(boss, { conversationIds: ids }, resolve)).toMatchObject({
      done: 0,
      nothing: 3,
      undoUntil: null,
    });
    await desk.as(null, (ctx) =>
      sql`UPDATE conversations SET status = 'open', resolved_at = NULL WHERE org_id = ${ctx.orgId} AND id = ${ids[1]}`.execute(
        ctx.db,
      ),
    );
    expect(await undo(boss, run)).toMatchObject({ state: 'undone' });
    expect(await state(ids[0])).toMatchObject({ status: 'open', waitingSince: waited, resolvedAt: null });
    expect(await state(ids[1])).toMatchObject({ status: 'open', waitingSince: null });
    await expect(undo(boss, run)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('marks as read, and unread again', async () => {
    const ids = await talks(2);
    const marks = () =>
      desk.as(null, async (ctx) => {
        const { rows } = await sql<{ seq: number }>`SELECT seq FROM read_marks WHERE org_id = ${ctx.orgId}
          AND reader = ${`person:${ana.id}`} AND conversation_id = ANY (${ids}::uuid[])`.execute(ctx.db);
        return rows.map(({ seq }) => seq);
      });
    const run = await start(ana, { conversationIds: ids }, { kind: 'read' });
    expect([run.done, await marks()]).toEqual([2, [1, 1]]);
    await undo(ana, run);
    expect(await marks()).toEqual([0, 0]);
  });

  test('a macro without its replies; with them only for who may write to many, and that is not taken back', async () => {
    const ids = await talks(2);
    const actions: MacroAction[] = [
      { kind: 'reply', text: 'Oi', html: null },
      { kind: 'priority', priority: 'low' },
    ];
    const body = { name: 'M', actions, inboxIds: [], folder: '', shownTo: 'all' as const, teamIds: [] };
    const { id: macroId } = await desk.as(boss, (ctx) => saveMacro(ctx, { body }));
    const silent = await start(ana, { conversationIds: ids }, { kind: 'macro', macroId, replies: false });
    expect(silent).toMatchObject({ done: 2, replied: 0 });
    await undo(ana, silent);
    const loud: BulkAction = { kind: 'macro', macroId, replies: true };
    await expect(start(ana, { conversationIds: ids }, loud)).rejects.toMatchObject({ code: 'forbidden' });
    const run = await start(boss, { conversationIds: ids }, loud);
    expect(run).toMatchObject({ done: 2, replied: 2 });
    await undo(boss, run);
    expect(await state(ids[0])).toMatchObject({ priority: 'normal', waitingSince: null, assigneeId: null });
  });
});

describe('more than a batch', () => {
  test('goes on in the background, a batch at a time, one run of a person after the other', async () => {
    const count = 120;
    await talks(count, { assigneeId: ana.id });
    const run = await start(ana, { filters: { view: 'mine' } }, { kind: 'priority', priority: 'urgent' });
    expect(run).toMatchObject({ state: 'running', place: 0, total: count });
    await expect(start(ana, { filters: { view: 'mine' } }, resolve)).rejects.toMatchObject({
      code: 'in_progress',
    });
    await runBulk(desk.kernel);
    expect(await read(ana, run)).toMatchObject({ state: 'running', place: 50, done: 50 });
    await runBulk(desk.kernel);
    await runBulk(desk.kernel);
    expect(await read(ana, run)).toMatchObject({ state: 'done', place: count, done: count });
    expect(await undo(ana, run)).toMatchObject({ state: 'undoing' });
    for (let n = 0; n < 3; n += 1) await runBulk(desk.kernel);
    expect(await read(ana, run)).toMatchObject({ state: 'undone' });
    const left = await desk.as(null, async (ctx) => {
      const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM conversations
        WHERE org_id = ${ctx.orgId} AND priority = 'urgent'`.execute(ctx.db);
      return rows[0]?.count;
    });
    expect(left).toBe(0);
  });

  test('ends when its person may no longer sign in; old runs are forgotten', async () => {
    await talks(60, { assigneeId: ana.id });
    const run = await start(ana, { filters: { view: 'mine' } }, resolve);
    await desk.as(null, (ctx) =>
      sql`UPDATE members SET active = false WHERE org_id = ${ctx.orgId} AND id = ${ana.id}`.execute(ctx.db),
    );
    await runBulk(desk.kernel);
    expect(await read(ana, run)).toMatchObject({ state: 'failed', done: 0 });
    await desk.as(null, (ctx) =>
      sql`UPDATE bulk_runs SET created_at = created_at - interval '31 days' WHERE org_id = ${ctx.orgId}`.execute(
        ctx.db,
      ),
    );
    await forgetRuns(desk.kernel);
    await expect(read(ana, run)).rejects.toMatchObject({ code: 'not_found' });
  });
});
