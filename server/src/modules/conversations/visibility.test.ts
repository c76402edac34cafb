import type { Visibility } from '@meada/contract/permissions';
import { seesConversation } from '@meada/contract/permissions';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import { addInbox, addPerson, addTalk, addTeam, type Desk, openDesk, type Talk } from './factories.ts';
import { readOne } from './views/conversation.ts';
import { readList } from './views/list.ts';
import { findSeen, findSeenMessage, seenBy, seenParts } from './visibility.ts';

let desk: Desk;
const people: PersonActor[] = [];
const teams: string[] = [];
const talks: (Talk & {
  assigneeId: string | null;
  teamId: string | null;
  followerIds: string[];
  guestId: string | null;
})[] = [];

beforeAll(async () => {
  desk = await openDesk();
  for (const name of ['Norte', 'Sul', 'Leste']) teams.push(await addTeam(desk, name));
  for (const name of ['Ana', 'Caio', 'Davi']) people.push(await addPerson(desk, { name }));
  const inboxId = await addInbox(desk, 'chat');
  for (const assigneeId of [null, ...people.map((person) => person.id)])
    for (const teamId of [null, ...teams])
      talks.push({
        ...(await addTalk(desk, inboxId, { assigneeId, teamId })),
        assigneeId,
        teamId,
        followerIds: [],
        guestId: null,
      });
  // Some are asked to take one over, whatever else they see of it.
  for (const [index, talk] of talks.entries()) {
    talk.guestId = people[index % 7]?.id ?? null;
    await desk.as(null, (ctx) =>
      sql`UPDATE conversations SET guest_id = ${talk.guestId} WHERE id = ${talk.id}`.execute(ctx.db),
    );
  }
  // Every other one is followed by somebody: who follows sees it, whatever else holds.
  for (const [index, talk] of talks.entries()) {
    const follower = people[index % 5];
    if (!follower) continue;
    talk.followerIds = [follower.id];
    await desk.as(null, (ctx) =>
      sql`UPDATE conversations SET follower_ids = ${talk.followerIds} WHERE id = ${talk.id}`.execute(ctx.db),
    );
  }
});
afterAll(() => desk.close());

const anyActor = fc.record({
  person: fc.integer({ min: 0, max: 2 }),
  visibility: fc.constantFrom<Visibility>('all', 'team', 'assigned'),
  teams: fc.subarray([0, 1, 2]),
});
const actorOf = (given: { person: number; visibility: Visibility; teams: number[] }): PersonActor => {
  const person = people[given.person];
  if (!person) throw new Error('nobody');
  const teamIds = given.teams.map((index) => teams[index] ?? '');
  return { ...person, visibility: given.visibility, teamIds };
};

test('SQL and contract agree on who sees what; the parts of the rule are disjoint', async () => {
  await fc.assert(
    fc.asyncProperty(anyActor, async (given) => {
      const actor = actorOf(given);
      const viewer = { personId: actor.id, visibility: actor.visibility, teamIds: actor.teamIds };
      const expected = talks.filter((talk) => seesConversation(viewer, talk)).map((talk) => talk.id);
      const seen = await desk.as(actor, async (ctx) => {
        const whole = await sql<{ id: string }>`
          SELECT c.id FROM conversations c WHERE ${seenBy(actor)}`.execute(ctx.db);
        const parts = seenParts(actor).map((part) => sql`SELECT c.id FROM conversations c WHERE ${part}`);
        const pieces =
          parts.length === 0
            ? []
            : (await sql<{ id: string }>`${sql.join(parts, sql` UNION ALL `)}`.execute(ctx.db)).rows;
        return { whole: whole.rows.map((row) => row.id), pieces: pieces.map((row) => row.id) };
      });
      expect(seen.whole.toSorted()).toEqual(expected.toSorted());
      expect(seen.pieces.toSorted()).toEqual(expected.toSorted());
    }),
    { numRuns: 60 },
  );
});

test('every read shows the same: list, one, by number, messages', async () => {
  await fc.assert(
    fc.asyncProperty(anyActor, async (given) => {
      const actor = actorOf(given);
      const viewer = { personId: actor.id, visibility: actor.visibility, teamIds: actor.teamIds };
      const list = await desk.as(actor, (ctx) => readList(ctx, { view: 'all', limit: 200 }));
      const shown = new Set(list.items.map((item) => item.id));
      for (const talk of talks) {
        const sees = seesConversation(viewer, talk);
        expect(shown.has(talk.id)).toBe(sees);
        const read = desk.as(actor, (ctx) => readOne(ctx, talk.id));
        if (sees) await expect(read).resolves.toMatchObject({ id: talk.id });
        else await expect(read).rejects.toMatchObject({ code: 'not_found' });
      }
    }),
    { numRuns: 8 },
  );
});

test('LESSONS 45, 46, 48: a hidden conversation is not found by number, message or id', async () => {
  const actor = actorOf({ person: 0, visibility: 'assigned', teams: [] });
  const hidden = talks.find(
    (talk) => talk.assigneeId === people[1]?.id && !talk.followerIds.includes(actor.id),
  );
  if (!hidden) throw new Error('none hidden');
  const protocol = await desk.as(null, async (ctx) => (await readOne(ctx, hidden.id)).protocol);
  const gone = { code: 'not_found' };
  await expect(desk.as(actor, (ctx) => readOne(ctx, protocol))).rejects.toMatchObject(gone);
  await expect(desk.as(actor, (ctx) => findSeen(ctx, hidden.id))).rejects.toMatchObject(gone);
  await expect(desk.as(actor, (ctx) => findSeenMessage(ctx, hidden.messageId))).rejects.toMatchObject(gone);
  const search = await desk.as(actor, (ctx) => readList(ctx, { view: 'all', limit: 50, query: protocol }));
  expect(search.items).toEqual([]);
  const known = await desk.as(null, (ctx) => readOne(ctx, protocol.replaceAll('-', '')));
  expect(known.id).toBe(hidden.id);
});
