import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { addPerson, eventsAfter, type Talk } from '../../conversations/factories.ts';
import {
  assignConversation,
  changeStatus,
  findSeen,
  readList,
  sendMessage,
} from '../../conversations/index.ts';
import { listAgents } from '../agents/list-agents.ts';
import { readWork } from '../agents/read-work.ts';
import {
  answers,
  becomes,
  inboxOf,
  openRoutedHouse,
  type RoutedHouse,
  soon,
  writes,
  writesAgain,
} from '../testing-house.ts';
import { wrongsIn } from '../testing-judge.ts';
import { readConversationWork } from '../wallboard/read-conversation-work.ts';
import { readQueueWaits } from '../wallboard/read-queue-waits.ts';
import { readWallboard } from '../wallboard/read-wallboard.ts';
import { acceptWork } from '../work/accept-work.ts';
import { declineWork } from '../work/decline-work.ts';
import { pullWork } from '../work/pull-work.ts';
import { releaseWork } from '../work/release-work.ts';
import { takeOverWork } from '../work/take-over-work.ts';
import { askHandOver } from './ask-hand-over.ts';
import { cancelHandOver } from './cancel-hand-over.ts';
import { presentHandOvers } from './present.ts';

let house: RoutedHouse;
beforeAll(async () => {
  house = await openRoutedHouse();
  house.start();
});
afterAll(() => house.close());

type Scene = { inboxId: string; queueId: string; ana: PersonActor; bia: PersonActor; caio: PersonActor };
const leave = ({ ana, bia, caio }: Scene): void => {
  for (const person of [ana, bia, caio]) house.offline(person);
};

/** Three agents who only see what is theirs; Bia and Caio serve another queue, too. */
async function scene(channel = 'chat', more: { second?: 'offer' | 'assign' | 'pull' } = {}) {
  const inboxId = await inboxOf(house, channel);
  const name = `Fila ${house.desk.kernel.ids.digits(8)}`;
  const queueId = await house.queue(name, { mode: 'assign', missedMost: null }, [inboxId]);
  const otherId = await house.queue(`${name} 2`, { mode: more.second ?? 'offer', missedMost: null });
  const set = { visibility: 'assigned' } as const;
  const ana = await house.agent('Ana', [queueId], set);
  const bia = await house.agent('Bia', [otherId], set);
  const caio = await house.agent('Caio', [otherId], set);
  for (const person of [ana, bia, caio]) house.online(person);
  const talk = await writes(house, inboxId);
  await becomes(house, talk, { state: 'active', agent_id: ana.id });
  const there = async () => {
    const { items } = await house.desk.as(house.boss, (ctx) => listAgents(ctx));
    for (const person of [bia, caio])
      expect(items.find(({ personId }) => personId === person.id)?.presence).toBe('available');
  };
  await vi.waitFor(there, soon);
  return { inboxId, queueId, otherId, ana, bia, caio, talk };
}

type Ask = { agentId?: string; queueId?: string; note?: string; introduce?: boolean };
const ask = (talk: Talk, by: PersonActor, { note = '', introduce = false, ...to }: Ask) =>
  house.desk.as(by, (ctx) => askHandOver(ctx, { params: { id: talk.id }, body: { ...to, note, introduce } }));
const accept = (id: string, by: PersonActor) =>
  house.desk.as(by, (ctx) => acceptWork(ctx, { params: { id } }));
const sees = (talk: Talk, who: PersonActor): Promise<boolean> =>
  house.desk
    .as(who, (ctx) => findSeen(ctx, talk.id))
    .then(
      () => true,
      () => false,
    );
const assignee = (talk: Talk) =>
  house.desk.as(null, async (ctx) => {
    const row = await ctx.db
      .selectFrom('conversations')
      .select(['assignee_id', 'guest_id'])
      .where('id', '=', talk.id)
      .executeTakeFirstOrThrow();
    return row;
  });
const waits = (talk: Talk) =>
  house.desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('conversations')
      .select('waiting_since')
      .where('id', '=', talk.id)
      .executeTakeFirstOrThrow(),
  );
type SpellRow = { agent_id: string; what: string; why: string; ended: string | null };
const spellsOf = (talk: Talk) =>
  house.desk.as(null, async (ctx) => {
    const { rows } = await sql<SpellRow>`
      SELECT s.agent_id, s.what, s.why, s.ended FROM work_spells s JOIN work_items w ON w.id = s.item_id
      WHERE w.conversation_id = ${talk.id} AND s.agent_id IS NOT NULL ORDER BY s.from_at`.execute(ctx.db);
    return rows;
  });
const notes = (talk: Talk) =>
  house.desk.as(null, async (ctx) => {
    const rows = await ctx.db
      .selectFrom('messages')
      .select(['visibility', 'author_kind', sql<Record<string, unknown>>`content`.as('content')])
      .where('conversation_id', '=', talk.id)
      .orderBy('seq')
      .execute();
    return rows.map(({ content, ...row }) => ({ ...row, ...content }));
  });

it('a colleague is asked: both see it and write, and it stays with who asks', async () => {
  const s = await scene();
  const { ana, bia, caio, talk } = s;
  expect(await sees(talk, bia)).toBe(false);
  house.pass(1000);
  const asked = await ask(talk, ana, { agentId: bia.id, note: 'Quer trocar o tamanho', introduce: true });
  expect(asked).toMatchObject({
    ...{ fromId: ana.id, toId: bia.id, askedId: bia.id, note: 'Quer trocar o tamanho', introduces: true },
  });
  expect(await assignee(talk)).toEqual({ assignee_id: ana.id, guest_id: bia.id });
  // The guest reads, lists and writes; others do not.
  expect([await sees(talk, bia), await sees(talk, caio)]).toEqual([true, false]);
  const list = await house.desk.as(bia, (ctx) => readList(ctx, { view: 'all', limit: 50 }));
  expect(list.items.map(({ id }) => id)).toContain(talk.id);
  const clientId = house.desk.kernel.ids.uuid();
  const content = { v: 1, kind: 'text', text: 'Pode deixar' } as const;
  const message = { conversationId: talk.id, clientId, content, attachmentIds: [], internal: true };
  await house.desk.as(bia, (ctx) => sendMessage(ctx, message));
  const offered = await house.desk.as(bia, (ctx) => readWork(ctx));
  expect(offered).toMatchObject({
    agent: { load: { realTime: 1 } },
    items: [
      { id: asked.id, kind: 'hand_over', state: 'offered', handOver: { note: 'Quer trocar o tamanho' } },
    ],
  });
  expect((await house.desk.as(ana, (ctx) => readWork(ctx))).agent?.load.realTime).toBe(1);
  leave(s);
});

it('accepted, it is theirs with a line about it, and the customer is told; both have their own time', async () => {
  const s = await scene();
  const { ana, bia, talk } = s;
  house.pass(1000);
  const asked = await ask(talk, ana, { agentId: bia.id, note: 'Quer trocar o tamanho', introduce: true });
  house.pass(1000);
  const taken = await accept(asked.id, bia);
  expect(taken).toMatchObject({ kind: 'conversation', state: 'active', agentId: bia.id });
  expect(await assignee(talk)).toEqual({ assignee_id: bia.id, guest_id: null });
  expect([await sees(talk, ana), await sees(talk, bia)]).toEqual([false, true]);
  expect(await house.itemOf(talk)).toMatchObject({ agent_id: bia.id, left_by: ana.id });
  const said = await notes(talk);
  expect(said).toContainEqual(
    expect.objectContaining({
      code: 'handed_over',
      values: expect.objectContaining({ from: 'Ana', to: 'Bia' }),
    }),
  );
  expect(said).toContainEqual(
    expect.objectContaining({ visibility: 'internal', text: 'Quer trocar o tamanho' }),
  );
  // The customer was told, by nobody in particular, and still waits for an answer.
  expect(said).toContainEqual(
    expect.objectContaining({
      author_kind: 'system',
      visibility: 'private',
      text: expect.stringContaining('Bia'),
    }),
  );
  expect((await waits(talk)).waiting_since).not.toBeNull();
  // Handling time is each one's own, from the stretches.
  expect(await spellsOf(talk)).toEqual([
    { agent_id: ana.id, what: 'active', why: 'routed', ended: 'handed_over' },
    { agent_id: bia.id, what: 'offered', why: 'handing_over', ended: 'accepted' },
    { agent_id: bia.id, what: 'active', why: 'handed_over', ended: null },
  ]);
  await expect(accept(asked.id, bia)).rejects.toMatchObject({ code: 'taken' });
  expect(await house.desk.as(null, wrongsIn)).toEqual([]);
  leave(s);
});

it('declined with a reason, let pass, taken back: it stays with who asked, and the guest leaves', async () => {
  const s = await scene();
  const { ana, bia, talk } = s;
  const first = await ask(talk, ana, { agentId: bia.id });
  await expect(ask(talk, ana, { agentId: s.caio.id })).rejects.toMatchObject({ code: 'conflict' });
  const params = { id: first.id };
  await house.desk.as(bia, (ctx) => declineWork(ctx, { params, body: { reason: 'Não é a minha área' } }));
  expect(await assignee(talk)).toEqual({ assignee_id: ana.id, guest_id: null });
  expect(await sees(talk, bia)).toBe(false);
  expect(await notes(talk)).toContainEqual(
    expect.objectContaining({
      code: 'hand_over_declined',
      values: expect.objectContaining({ to: 'Bia', note: 'Não é a minha área' }),
    }),
  );
  await ask(talk, ana, { agentId: bia.id });
  house.pass(100_000);
  expect(await house.askOf(talk)).toMatchObject({ state: 'offered' });
  house.pass(25_000);
  await vi.waitFor(async () => expect(await house.askOf(talk)).toBeUndefined(), soon);
  expect(await assignee(talk)).toEqual({ assignee_id: ana.id, guest_id: null });
  expect(await notes(talk)).toContainEqual(expect.objectContaining({ code: 'hand_over_timed_out' }));
  const third = await ask(talk, ana, { agentId: bia.id });
  const cancel = (by: PersonActor) =>
    house.desk.as(by, (ctx) => cancelHandOver(ctx, { params: { id: talk.id } }));
  await expect(cancel(bia)).rejects.toMatchObject({ code: 'forbidden' });
  await cancel(ana);
  await expect(accept(third.id, bia)).rejects.toMatchObject({ code: 'taken' });
  await expect(cancel(ana)).rejects.toMatchObject({ code: 'taken' });
  expect(await house.itemOf(talk)).toMatchObject({ state: 'active', agent_id: ana.id });
  leave(s);
});

it('asked of a queue the router chooses who; declined it goes on; nobody found in time, it stays', async () => {
  const s = await scene();
  const { ana, bia, caio, talk, otherId } = s;
  await ask(talk, ana, { queueId: otherId, note: 'Fala espanhol' });
  let asked = '';
  await vi.waitFor(async () => {
    asked = (await house.askOf(talk))?.agent_id ?? '';
    expect([bia.id, caio.id]).toContain(asked);
  }, soon);
  const [first, second] = asked === bia.id ? [bia, caio] : [caio, bia];
  expect(await assignee(talk)).toEqual({ assignee_id: ana.id, guest_id: first.id });
  const id = (await house.askOf(talk))?.id ?? '';
  await house.desk.as(first, (ctx) => declineWork(ctx, { params: { id }, body: { reason: '' } }));
  await vi.waitFor(
    async () => expect(await assignee(talk)).toEqual({ assignee_id: ana.id, guest_id: second.id }),
    soon,
  );
  expect(await sees(talk, first)).toBe(false);
  await accept(id, second);
  expect(await house.itemOf(talk)).toMatchObject({
    state: 'active',
    agent_id: second.id,
    queue_id: s.queueId,
  });
  // Nobody is there any more: after five minutes it is said.
  for (const person of [ana, first]) house.offline(person);
  await ask(talk, second, { queueId: s.queueId });
  house.pass(290_000);
  expect(await house.askOf(talk)).toMatchObject({ state: 'waiting' });
  house.pass(15_000);
  await vi.waitFor(async () => expect(await house.askOf(talk)).toBeUndefined(), soon);
  expect(await assignee(talk)).toEqual({ assignee_id: second.id, guest_id: null });
  leave(s);
});

it('a queue that hands out hands over at once; one that is pulled from is pulled, but not by who asked', async () => {
  const s = await scene('chat', { second: 'assign' });
  await ask(s.talk, s.ana, { queueId: s.otherId });
  await vi.waitFor(async () => {
    const item = await house.itemOf(s.talk);
    expect([s.bia.id, s.caio.id]).toContain(item?.agent_id);
  }, soon);
  expect(await house.askOf(s.talk)).toBeUndefined();
  leave(s);
  const p = await scene('chat', { second: 'pull' });
  const { id } = await ask(p.talk, p.ana, { queueId: p.otherId });
  const pull = (by: PersonActor) => house.desk.as(by, (ctx) => pullWork(ctx, { params: { id } }));
  await expect(pull(p.ana)).rejects.toMatchObject({ code: 'not_eligible' });
  expect(await pull(p.bia)).toMatchObject({ state: 'active', agentId: p.bia.id, kind: 'conversation' });
  expect(await assignee(p.talk)).toEqual({ assignee_id: p.bia.id, guest_id: null });
  leave(p);
});

it('who is full or away is not asked; who asks must have it', async () => {
  const s = await scene();
  const { ana, bia, caio, talk, queueId } = s;
  const other = await writes(house, s.inboxId);
  await becomes(house, other, { state: 'waiting' });
  await house.desk.as(house.boss, (ctx) =>
    assignConversation(ctx, { conversationId: other.id, assigneeId: bia.id }),
  );
  await expect(ask(talk, ana, { agentId: bia.id })).rejects.toMatchObject({ code: 'no_capacity' });
  house.offline(caio);
  await vi.waitFor(
    () => expect(ask(talk, ana, { agentId: caio.id })).rejects.toMatchObject({ code: 'not_available' }),
    soon,
  );
  await expect(ask(talk, bia, { agentId: caio.id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(ask(talk, house.boss, { agentId: bia.id })).rejects.toMatchObject({ code: 'taken' });
  await expect(ask(talk, ana, { agentId: ana.id })).rejects.toMatchObject({ code: 'refused' });
  await expect(ask(talk, ana, { agentId: queueId })).rejects.toMatchObject({ code: 'not_found' });
  await expect(ask(talk, ana, { queueId: bia.id })).rejects.toMatchObject({ code: 'not_found' });
  leave(s);
});

it('browsers die: of who is asked, and it stays; of who asks, and what was asked stands beside the queue', async () => {
  const s = await scene();
  const { ana, bia, caio, talk } = s;
  await ask(talk, ana, { agentId: bia.id });
  house.offline(bia);
  await vi.waitFor(async () => expect(await house.askOf(talk)).toBeUndefined(), soon);
  expect(await notes(talk)).toContainEqual(expect.objectContaining({ code: 'hand_over_gone' }));
  expect(await assignee(talk)).toEqual({ assignee_id: ana.id, guest_id: null });
  const { id } = await ask(talk, ana, { agentId: caio.id });
  house.offline(ana);
  await vi.waitFor(async () => expect((await house.itemOf(talk))?.grace_until).not.toBeNull(), soon);
  house.pass(65_000);
  await becomes(house, talk, { state: 'waiting' });
  expect(await assignee(talk)).toEqual({ assignee_id: null, guest_id: caio.id });
  await accept(id, caio);
  expect(await house.itemOf(talk)).toMatchObject({ state: 'active', agent_id: caio.id, left_by: ana.id });
  expect(await house.desk.as(null, wrongsIn)).toEqual([]);
  leave(s);
});

it('resolved, taken over or handed on otherwise meanwhile: what was asked is over', async () => {
  for (const how of ['resolved', 'taken over', 'released', 'assigned'] as const) {
    const s = await scene();
    const { ana, bia, caio, talk } = s;
    const item = await house.itemOf(talk);
    const { id } = await ask(talk, ana, { agentId: bia.id });
    const params = { id: item?.id ?? '' };
    if (how === 'resolved')
      await house.desk.as(ana, (ctx) => changeStatus(ctx, { conversationId: talk.id, status: 'resolved' }));
    if (how === 'taken over')
      await house.desk.as({ ...caio, permissions: house.boss.permissions, visibility: 'all' }, (ctx) =>
        takeOverWork(ctx, { params }),
      );
    if (how === 'released')
      await house.desk.as(ana, (ctx) => releaseWork(ctx, { params, body: { agentId: caio.id, note: '' } }));
    if (how === 'assigned')
      await house.desk.as(house.boss, (ctx) =>
        assignConversation(ctx, { conversationId: talk.id, assigneeId: caio.id }),
      );
    await expect(accept(id, bia), how).rejects.toMatchObject({ code: expect.stringMatching('taken') });
    await vi.waitFor(async () => expect(await house.askOf(talk), how).toBeUndefined(), soon);
    expect((await assignee(talk)).guest_id).toBeNull();
    expect(await house.desk.as(null, wrongsIn)).toEqual([]);
    leave(s);
  }
});

it('the customer writes meanwhile, or nothing is owed any more: it is handed over all the same', async () => {
  const s = await scene();
  const { ana, bia, talk } = s;
  const first = await ask(talk, ana, { agentId: bia.id });
  await writesAgain(house, talk);
  await accept(first.id, bia);
  await becomes(house, talk, { state: 'active', agent_id: bia.id });
  leave(s);
  const d = await scene('letter');
  const { id } = await ask(d.talk, d.ana, { agentId: d.bia.id });
  await answers(house, d.talk, d.ana);
  await becomes(house, d.talk, { state: 'done' });
  expect(await house.askOf(d.talk)).toMatchObject({ id, state: 'offered' });
  expect(await accept(id, d.bia)).toMatchObject({
    id,
    kind: 'hand_over',
    state: 'active',
    agentId: d.bia.id,
  });
  expect(await assignee(d.talk)).toEqual({ assignee_id: d.bia.id, guest_id: null });
  // What they write next comes to the new holder.
  await writesAgain(house, d.talk);
  await becomes(house, d.talk, { state: 'active', agent_id: d.bia.id });
  const of = await house.desk.as(d.bia, (ctx) => readConversationWork(ctx, { params: { id: d.talk.id } }));
  expect(of).toMatchObject({ handOver: null, lastAgentId: d.ana.id });
  leave(d);
});

it('a note goes with giving by hand; what a queue comes to is told to who hands over', async () => {
  const s = await scene();
  const { ana, bia, talk, otherId } = s;
  const { items } = await house.desk.as(ana, (ctx) => readQueueWaits(ctx));
  expect(items.find(({ queueId }) => queueId === otherId)).toMatchObject({ waiting: 0, available: 2 });
  expect(items.find(({ queueId }) => queueId === s.queueId)).toMatchObject({ waiting: 0, available: 1 });
  const input = { conversationId: talk.id, assigneeId: bia.id, note: ' Prefere boleto ' };
  await house.desk.as(house.boss, (ctx) => assignConversation(ctx, input));
  const said = await notes(talk);
  expect(said.slice(-2)).toMatchObject([
    { code: 'assigned', visibility: 'internal' },
    { text: 'Prefere boleto', author_kind: 'person', visibility: 'internal' },
  ]);
  expect(await house.itemOf(talk)).toMatchObject({ agent_id: bia.id });
  leave(s);
});

it('who leads and does not see the conversation hears that something is asked, and none of the words', async () => {
  const s = await scene();
  const { ana, bia, talk } = s;
  const rui = await addPerson(house.desk, { name: 'Rui', role: 'supervisor', visibility: 'assigned' });
  const asked = await ask(talk, ana, { agentId: bia.id, note: 'Ela quer o segredo' });
  const notesOn = async (who: PersonActor) => {
    const query = { hours: 24, realTime: 20, deferred: 3600 };
    const { held } = await house.desk.as(who, (ctx) => readWallboard(ctx, { query }));
    return held.flatMap(({ handOver }) => (handOver?.conversationId === talk.id ? [handOver.note] : []));
  };
  expect(new Set(await notesOn(house.boss))).toEqual(new Set(['Ela quer o segredo']));
  expect(new Set(await notesOn(rui))).toEqual(new Set([null]));
  const params = { id: asked.id };
  await house.desk.as(bia, (ctx) => declineWork(ctx, { params, body: { reason: 'Não é segredo meu' } }));
  const events = await eventsAfter(house.desk, { tx: '0', id: 0 });
  const told = (await presentHandOvers(house.desk.kernel, events, { topic: () => true } as never)).filter(
    ({ data }) => {
      const { id, state } = data as { id: string; state: string };
      return id === asked.id && state === 'declined';
    },
  );
  const wordsTo = (who: PersonActor) =>
    told.flatMap(({ data, visibleTo }) => (visibleTo(who) ? [(data as { words: string | null }).words] : []));
  expect([wordsTo(ana), wordsTo(house.boss), wordsTo(rui), wordsTo(bia), wordsTo(s.caio)]).toEqual([
    ['Não é segredo meu'],
    ['Não é segredo meu'],
    [null],
    [null],
    [],
  ]);
  leave(s);
});
