import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { inTransaction } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import { changeConversation } from '../change-conversation.ts';
import { changeStatus } from '../change-status.ts';
import { addCustomer, addInbox, addPerson, addTalk, type Desk, openDesk, type Talk } from '../factories.ts';
import { saveDraft } from '../save-draft.ts';
import { sendMessage } from '../send-message.ts';
import { readOne } from '../views/conversation.ts';
import { readList } from '../views/list.ts';
import { readMessages } from '../views/messages.ts';
import { mergeConversations } from './merge-conversations.ts';
import { moveMessages } from './move-messages.ts';
import { splitConversation } from './split-conversation.ts';
import { onLegs, undoRegrouping } from './undo-regrouping.ts';
import { listRegroupings } from './views.ts';

let desk: Desk;
let ana: PersonActor;
let chat: string;
let windowed: string;
beforeAll(async () => {
  desk = await openDesk();
  ana = await addPerson(desk);
  chat = await addInbox(desk, 'chat');
  windowed = await addInbox(desk, 'windowed');
});
afterAll(() => desk.close());

const answer = (talk: { id: string; legId?: string }, text: string, internal = false) =>
  desk.as(ana, (ctx) =>
    sendMessage(ctx, {
      conversationId: talk.id,
      clientId: randomUUID(),
      content: { v: 1, kind: 'text', text },
      internal,
      legId: internal ? undefined : talk.legId,
      attachmentIds: [],
    }),
  );
const merge = (from: Talk, into: Talk, actor = ana) =>
  desk.as(actor, (ctx) => mergeConversations(ctx, { conversationId: from.id, intoId: into.id }));
const undo = (regroupingId: string) => desk.as(ana, (ctx) => undoRegrouping(ctx, { regroupingId }));
const threadOf = async (id: string) =>
  (await desk.as(null, (ctx) => readMessages(ctx, id, { limit: 200 }))).items;
const words = async (id: string) =>
  (await threadOf(id)).map((item) =>
    item.content.kind === 'system' ? item.content.code : 'text' in item.content ? item.content.text : '',
  );

/** Everything of a conversation as the database has it, byte for byte. */
async function bytesOf(id: string): Promise<string> {
  const result = await desk.as(null, (ctx) =>
    sql<{ all: unknown }>`SELECT jsonb_build_object(
      'conversation', (SELECT to_jsonb(c) FROM conversations c WHERE c.id = ${id}),
      'messages', (SELECT jsonb_agg(to_jsonb(m) ORDER BY m.seq) FROM messages m WHERE m.conversation_id = ${id}),
      'legs', (SELECT jsonb_agg(to_jsonb(l) ORDER BY l.id) FROM legs l WHERE l.conversation_id = ${id}),
      'participants', (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.id) FROM participants p WHERE p.conversation_id = ${id}),
      'dispatches', (SELECT jsonb_agg(to_jsonb(d) ORDER BY d.n) FROM dispatches d WHERE d.conversation_id = ${id}),
      'amendments', (SELECT jsonb_agg(to_jsonb(a) ORDER BY a.n) FROM amendments a WHERE a.conversation_id = ${id}),
      'callbacks', (SELECT jsonb_agg(to_jsonb(b) ORDER BY b.id) FROM callbacks b WHERE b.conversation_id = ${id}),
      'duties', (SELECT jsonb_agg(to_jsonb(u) ORDER BY u.id) FROM public_duties u WHERE u.conversation_id = ${id})) AS all`.execute(
      ctx.db,
    ),
  );
  return JSON.stringify(result.rows[0]?.all);
}

describe('merge', () => {
  test('all lines go, each leaves its number; the matter goes on where it went, also for who answers', async () => {
    const into = await addTalk(desk, chat);
    desk.clock.advance(60_000);
    const from = await addTalk(desk, windowed, { caller: into, text: 'Segundo assunto' });
    await answer(from, 'Já vejo');
    await answer(from, 'cliente antigo', true);
    const { conversation } = await merge(from, into);
    expect(conversation.id).toBe(into.id);
    expect(await words(into.id)).toEqual([
      'Bom dia',
      'merged_in',
      'Segundo assunto',
      'Já vejo',
      'cliente antigo',
    ]);
    expect(await words(from.id)).toEqual(['message_moved', 'message_moved', 'message_moved']);
    expect((await threadOf(into.id)).map((item) => item.seq)).toEqual([1, 2, 3, 4, 5]);
    const whole = await desk.as(ana, (ctx) => readOne(ctx, into.id));
    expect(whole.legs.map((leg) => leg.channel).sort()).toEqual(['chat', 'windowed']);
    expect(whole.waitingSince).not.toBeNull();
    expect(whole.preview?.text).toBe('Já vejo');
    const listed = await desk.as(ana, (ctx) =>
      readList(ctx, { view: 'all', customerId: into.customerId, limit: 50 }),
    );
    expect(listed.items.map((item) => item.id)).toEqual([into.id]);
    await expect(answer(from, 'tarde demais')).rejects.toMatchObject({ code: 'conflict' });
    const byNumber = await desk.as(ana, async (ctx) => {
      const shell = await readOne(ctx, from.id);
      return readList(ctx, { view: 'all', query: shell.protocol, limit: 50 });
    });
    expect(byNumber.items.map((item) => item.id)).toEqual([into.id]);
  });

  test('conversations of different customers are not merged, nor one with itself', async () => {
    const [one, other] = [await addTalk(desk, chat), await addTalk(desk, chat)];
    await expect(merge(one, other)).rejects.toMatchObject({ code: 'refused', field: 'body.intoId' });
    await expect(merge(one, one)).rejects.toMatchObject({ code: 'refused' });
  });

  test('who does not see one of the two is answered as if it were not there', async () => {
    const into = await addTalk(desk, chat, { assigneeId: ana.id });
    const from = await addTalk(desk, chat, { caller: into });
    const blind = await addPerson(desk, { visibility: 'assigned' });
    await expect(merge(from, into, blind)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('what was queued is sent from where it is now, a draft comes along', async () => {
    const into = await addTalk(desk, chat);
    const from = await addTalk(desk, chat, { caller: into });
    const sent = await answer(from, 'a caminho');
    await desk.as(ana, (ctx) =>
      saveDraft(ctx, { conversationId: from.id, text: 'meio escrito', legId: null, internal: false }),
    );
    await merge(from, into);
    const fates = await desk.as(null, (ctx) =>
      ctx.db.selectFrom('dispatches').selectAll().where('message_id', '=', sent.id).execute(),
    );
    expect(fates).toMatchObject([{ conversation_id: into.id, leg_id: into.legId, state: 'queued' }]);
    expect((await desk.as(ana, (ctx) => readOne(ctx, into.id))).draft?.text).toBe('meio escrito');
  });

  test('merged at once from both sides, one wins and nothing is lost', async () => {
    const one = await addTalk(desk, chat);
    const other = await addTalk(desk, chat, { caller: one, text: 'outra' });
    const both = await Promise.allSettled([merge(one, other), merge(other, one)]);
    expect(both.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    const texts = [...(await words(one.id)), ...(await words(other.id))];
    expect(texts.filter((text) => text === 'Bom dia' || text === 'outra')).toHaveLength(2);
  });
});

describe('move and split', () => {
  test('chosen messages go to a matter of their own, once however often it is asked', async () => {
    const talk = await addTalk(desk, chat);
    const note = await answer(talk, 'sobre a troca', true);
    const reply = await answer(talk, 'resposta');
    const input = {
      conversationId: talk.id,
      clientId: randomUUID(),
      messageIds: [note.id, reply.id],
      subject: 'Troca',
    };
    const first = await desk.as(ana, (ctx) => splitConversation(ctx, input));
    const again = await desk.as(ana, (ctx) => splitConversation(ctx, input));
    expect(again).toEqual(first);
    expect(await words(first.conversation.id)).toEqual(['split_from', 'sobre a troca', 'resposta']);
    expect(await words(talk.id)).toEqual(['Bom dia', 'message_moved', 'message_moved']);
    expect(first.conversation).toMatchObject({ subject: 'Troca', status: 'open' });
  });

  test('a second person who wrote along gets a matter of their own', async () => {
    const talk = await addTalk(desk, chat);
    const guest = await addCustomer(desk, { name: 'Caio' });
    const theirs = await addTalk(desk, chat, { caller: guest, text: 'e o meu?' });
    await desk.as(null, (ctx) =>
      ctx.db
        .insertInto('participants')
        .values({
          org_id: ctx.orgId,
          id: ctx.ids.uuid(),
          conversation_id: talk.id,
          identity_id: guest.identityId,
          role: 'cc',
        })
        .execute(),
    );
    const move = { conversationId: theirs.id, intoId: talk.id, messageIds: [theirs.messageId] };
    await desk.as(ana, (ctx) => moveMessages(ctx, move));
    const split = { conversationId: talk.id, clientId: randomUUID(), messageIds: [theirs.messageId] };
    const { conversation } = await desk.as(ana, (ctx) => splitConversation(ctx, split));
    expect(conversation.customer.id).toBe(guest.customerId);
  });

  test('what one customer wrote is not put before another; unknown and foreign messages are refused', async () => {
    const [one, other] = [await addTalk(desk, chat), await addTalk(desk, chat)];
    const move = (messageIds: string[]) =>
      desk.as(ana, (ctx) => moveMessages(ctx, { conversationId: one.id, intoId: other.id, messageIds }));
    await expect(move([one.messageId])).rejects.toMatchObject({ code: 'refused' });
    await expect(move([randomUUID()])).rejects.toMatchObject({ code: 'not_found' });
    await expect(move([other.messageId])).rejects.toMatchObject({ code: 'not_found' });
    expect(await words(one.id)).toEqual(['Bom dia']);
  });
});

describe('undo', () => {
  test('byte for byte, whatever was written before and in whatever order it is taken back', async () => {
    const step = fc.oneof(
      fc.record({ what: fc.constant('answer' as const), at: fc.nat(2), text: fc.string({ minLength: 1 }) }),
      fc.record({ what: fc.constant('note' as const), at: fc.nat(2), text: fc.string({ minLength: 1 }) }),
      fc.record({ what: fc.constant('resolve' as const), at: fc.nat(2) }),
      fc.record({ what: fc.constant('urgent' as const), at: fc.nat(2) }),
    );
    const act = fc.oneof(
      fc.record({ what: fc.constant('merge' as const), from: fc.nat(2), into: fc.nat(2) }),
      fc.record({ what: fc.constant('move' as const), from: fc.nat(2), into: fc.nat(2) }),
      fc.record({ what: fc.constant('split' as const), from: fc.nat(2), into: fc.constant(0) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 6 }),
        fc.array(act, { maxLength: 4 }),
        async (steps, acts) => {
          const talks = await threeTalks();
          const talk = (n: number): Talk => talks[n] as Talk;
          await live(talks, steps);
          // What each was before each act that worked: undoing them backwards must pass through the same states.
          const done: { regroupingId: string; before: string[] }[] = [];
          for (const one of acts) {
            desk.clock.advance(1000);
            const before = await Promise.all(talks.map(({ id }) => bytesOf(id)));
            const regroupingId = await regroup(one, talk(one.from), talk(one.into)).catch(() => null);
            if (regroupingId) done.push({ regroupingId, before });
          }
          for (const { regroupingId, before } of done.reverse()) {
            desk.clock.advance(1000);
            await undo(regroupingId);
            for (const [n, { id }] of talks.entries())
              expect(withoutTraces(await bytesOf(id))).toEqual(withoutTraces(before[n] ?? ''));
          }
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);

  test('in any order, with answers between: refused or done, and in the end every message is where it was written', async () => {
    const act = fc.record({
      what: fc.constantFrom('merge' as const, 'move' as const, 'split' as const, 'answer' as const),
      from: fc.nat(2),
      into: fc.nat(2),
    });
    const order = fc.array(fc.nat(5), { minLength: 12, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 7 }), order, async (acts, turns) => {
        const talks = await threeTalks();
        const homes = new Map(talks.map(({ id, messageId }) => [messageId, id]));
        const open: string[] = [];
        for (const { what, from, into } of acts) {
          desk.clock.advance(1000);
          const [one, other] = [talks[from] as Talk, talks[into] as Talk];
          if (what === 'answer') {
            const sent = await answerOnAny(one, into).catch(refusals);
            if (sent) homes.set(sent.id, one.id);
            continue;
          }
          const regroupingId = await regroup({ what }, one, other).catch(refusals);
          if (regroupingId) open.push(regroupingId);
        }
        // The newest can always be taken back: however the others go, all are in the end.
        for (const turn of [...turns, ...open.map(() => open.length)]) {
          desk.clock.advance(1000);
          const chosen = open[turn] ?? open.at(-1);
          if (!chosen) break;
          if (await undo(chosen).catch(refusals)) open.splice(open.indexOf(chosen), 1);
        }
        expect(open).toEqual([]);
        expect(await placesOf([...homes.keys()])).toEqual(homes);
        expect(await idleLegs(talks)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  test('not while something newer stands on it; then that first; never twice', async () => {
    const one = await addTalk(desk, chat);
    const two = await addTalk(desk, chat, { caller: one });
    const three = await addTalk(desk, chat, { caller: one });
    const first = await merge(one, two);
    const second = await merge(two, three);
    await expect(undo(first.regroupingId)).rejects.toMatchObject({ code: 'conflict' });
    const [listed] = await desk.as(ana, (ctx) => listRegroupings(ctx, one.id));
    expect(listed).toMatchObject({ kind: 'merge', count: 1, undoable: false, byName: 'Ana' });
    await undo(second.regroupingId);
    await undo(first.regroupingId);
    await expect(undo(first.regroupingId)).rejects.toMatchObject({ code: 'conflict' });
    expect(await words(one.id)).toEqual(['Bom dia']);
  });

  test('what came after the merge stays where it came', async () => {
    const into = await addTalk(desk, chat);
    const from = await addTalk(desk, chat, { caller: into, text: 'outra' });
    const { regroupingId } = await merge(from, into);
    await answer(into, 'resposta às duas');
    await desk.as(ana, (ctx) => changeConversation(ctx, { conversationId: into.id, priority: 'high' }));
    await undo(regroupingId);
    expect(await words(into.id)).toEqual([
      'Bom dia',
      'merged_in',
      'message_returned',
      'resposta às duas',
      'priority_changed',
    ]);
    const kept = await desk.as(ana, (ctx) => readOne(ctx, into.id));
    expect(kept).toMatchObject({ priority: 'high', preview: { text: 'resposta às duas' } });
  });

  test('a leg that another one brought stays for it, also when the one that used it last is taken back first', async () => {
    const caller = await addCustomer(desk);
    const into = await addTalk(desk, windowed, { caller });
    const one = await addTalk(desk, chat, { caller, text: 'um' });
    const two = await addTalk(desk, chat, { caller, text: 'dois' });
    const move = async (from: Talk, to: Talk, messageIds: string[]) => {
      const conversationId = from.id;
      const input = { conversationId, intoId: to.id, messageIds };
      return (await desk.as(ana, (ctx) => moveMessages(ctx, input))).regroupingId;
    };
    const legs = async () =>
      (await desk.as(ana, (ctx) => readOne(ctx, into.id))).legs.map(({ channel }) => channel).sort();
    const brought = await move(one, into, [one.messageId]);
    const away = await move(into, two, [one.messageId]);
    const more = await move(two, into, [two.messageId]);
    await undo(more);
    expect(await legs()).toEqual(['chat', 'windowed']);
    await undo(away);
    const again = await move(two, into, [two.messageId]);
    await undo(brought);
    expect(await legs()).toEqual(['chat', 'windowed']);
    await undo(again);
    expect(await legs()).toEqual(['windowed']);
  });

  test('what was written on a leg that came along, and moved on, finds it when it comes back', async () => {
    const caller = await addCustomer(desk);
    const into = await addTalk(desk, windowed, { caller });
    const from = await addTalk(desk, chat, { caller, text: 'um' });
    const elsewhere = await addTalk(desk, chat, { caller, text: 'dois' });
    const merged = await merge(from, into);
    const { legs } = await desk.as(ana, (ctx) => readOne(ctx, into.id));
    const legId = legs.find(({ channel }) => channel === 'chat')?.id ?? '';
    const { id } = await answer({ id: into.id, legId }, 'pelo chat');
    const move = { conversationId: into.id, intoId: elsewhere.id, messageIds: [id] };
    const moved = await desk.as(ana, (ctx) => moveMessages(ctx, move));
    await undo(merged.regroupingId);
    await undo(moved.regroupingId);
    expect(await words(into.id)).toContain('pelo chat');
  });

  test('all that names a leg is asked before one goes', async () => {
    const { rows } = await desk.as(null, (ctx) =>
      sql<{ name: string }>`SELECT conrelid::regclass::text AS name FROM pg_constraint
        WHERE contype = 'f' AND confrelid = 'legs'::regclass AND conparentid = 0`.execute(ctx.db),
    );
    expect(rows.map(({ name }) => name).sort()).toEqual([...onLegs].sort());
  });

  test('a foreign one is not there', async () => {
    await expect(undo(randomUUID())).rejects.toMatchObject({ code: 'not_found' });
  });
});

async function threeTalks(): Promise<Talk[]> {
  const caller = await addCustomer(desk);
  return [
    await addTalk(desk, chat, { caller, text: 'um' }),
    await addTalk(desk, windowed, { caller, text: 'dois' }),
    await addTalk(desk, chat, { caller, text: 'três' }),
  ];
}

/** Over one of the conversation's legs, own or come along. */
async function answerOnAny(talk: Talk, n: number): Promise<{ id: string }> {
  const { legs } = await desk.as(ana, (ctx) => readOne(ctx, talk.id));
  return answer({ id: talk.id, legId: legs[n % legs.length]?.id ?? '' }, 'resposta');
}

async function placesOf(messageIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('messages')
      .select(['id', 'conversation_id'])
      .where('id', 'in', [...messageIds])
      .execute(),
  );
  const places = new Map(rows.map((row) => [row.id, row.conversation_id]));
  return new Map(messageIds.map((id) => [id, places.get(id) ?? '']));
}

/** Legs that came along with messages and have none any more. */
async function idleLegs(talks: readonly Talk[]): Promise<unknown[]> {
  const result = await desk.as(null, (ctx) =>
    sql`SELECT l.id FROM legs l WHERE l.join_reason = 'moved' AND l.conversation_id = ANY(${talks.map(({ id }) => id)}::uuid[])
      AND NOT EXISTS (SELECT FROM messages m WHERE m.leg_id = l.id)`.execute(ctx.db),
  );
  return result.rows;
}

type Step = { what: 'answer' | 'note' | 'resolve' | 'urgent'; at: number; text?: string };

/** What agents do with conversations before anybody puts them together. */
async function live(talks: readonly Talk[], steps: readonly Step[]): Promise<void> {
  for (const { what, at, text = '' } of steps) {
    desk.clock.advance(1000);
    const talk = talks[at] as Talk;
    const conversationId = talk.id;
    if (what === 'answer' || what === 'note') await answer(talk, text, what === 'note').catch(refusals);
    if (what === 'resolve')
      await desk.as(ana, (ctx) => changeStatus(ctx, { conversationId, status: 'resolved' }));
    if (what === 'urgent')
      await desk.as(ana, (ctx) => changeConversation(ctx, { conversationId, priority: 'urgent' }));
  }
}

/** What may be answered to somebody who asks for anything; everything else is a fault. */
const refusals = (error: { code?: string }): null => {
  if (['invalid', 'refused', 'conflict', 'channel_cannot'].includes(error.code ?? '')) return null;
  throw error;
};

async function regroup(act: { what: 'merge' | 'move' | 'split' }, from: Talk, into: Talk): Promise<string> {
  if (act.what === 'merge') return (await merge(from, into)).regroupingId;
  const messageIds = (await threadOf(from.id))
    .filter((item) => item.content.kind !== 'system')
    .slice(0, 2)
    .map((item) => item.id);
  // As its route, which takes no empty list.
  if (messageIds.length === 0) throw refused('Nothing was chosen.');
  return inTransaction(desk.kernel, ana, async (ctx) => {
    const done =
      act.what === 'move'
        ? await moveMessages(ctx, { conversationId: from.id, intoId: into.id, messageIds })
        : await splitConversation(ctx, { conversationId: from.id, clientId: randomUUID(), messageIds });
    return done.regroupingId;
  });
}

/** Without the numbers used up by traces: what was told inside the thread about going and coming, and the count. */
function withoutTraces(bytes: string): unknown {
  const all = JSON.parse(bytes);
  const traces = new Set(['merged_in', 'moved_in', 'split_from', 'message_returned']);
  all.messages = all.messages.filter(
    (message: { content: { code?: string } }) => !traces.has(message.content.code ?? ''),
  );
  delete all.conversation.last_seq;
  return all;
}
