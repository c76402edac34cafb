import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { heldClock } from '../../kernel/clock.ts';
import { openTown, type Shop, type Town } from '../customers/testing.ts';

/** Many who left, changed in one go; and the figure of those nobody wrote to, against the rows themselves. */

type Parsed = ReturnType<typeof JSON.parse>;
const clock = heldClock('2026-03-20T15:00:00Z');
const minute = 60_000;
const day = 24 * 60 * minute;
let town: Town;
let shop: Shop;
let inboxId: string;

beforeAll(async () => {
  town = await openTown({ clock });
  shop = await town.shop('Alfa');
  const chat = { channel: 'webchat', name: 'Site', settings: { name: 'Site' } };
  inboxId = (await shop.owner.ok('POST', '/api/inboxes', chat)).id;
});
afterAll(() => town?.stop());

type Fate = { at?: Date; triedAfter?: number; state?: string; after?: number };
/** A form that was left: who, and what became of it after so many minutes. */
async function left({ at = clock.now(), triedAfter, state = 'open', after }: Fate = {}): Promise<string> {
  const { id: customerId } = await shop.owner.ok('POST', '/api/customers', { name: `Ana ${randomUUID()}` });
  return shop.run(async (ctx) => {
    const id = ctx.ids.uuid();
    const later = (minutes?: number) =>
      minutes === undefined ? null : new Date(at.getTime() + minutes * minute);
    await sql`INSERT INTO abandonments (org_id, id, kind, customer_id, inbox_id, at, state, tried_at, tries, ends_at, settled_at,
        created_at) VALUES (${ctx.orgId}, ${id}, 'form_left', ${customerId}, ${inboxId}, ${at}, ${state}, ${later(triedAfter)},
        ${triedAfter === undefined ? 0 : 1}, ${later(10_080)}, ${later(after)}, ${at})`.execute(ctx.db);
    return id;
  });
}
const patch = (body: object, browser = shop.owner) => browser.call('PATCH', '/api/abandonments', body);
const standing = async (id: string): Promise<Parsed> => {
  const { rows } = await shop.run((ctx) =>
    sql<Parsed>`SELECT state, reason, assignee_id AS "assigneeId", later_at AS "laterAt", settled_by AS "settledBy"
      FROM abandonments WHERE id = ${id}`.execute(ctx.db),
  );
  return rows[0];
};

it('all that are named are given, put off, dismissed and opened again; what ended meanwhile is left and counted', async () => {
  const [one, two, three] = [await left(), await left(), await left()];
  expect((await patch({ ids: [one, two, two, one], assigneeId: shop.ownerId })).body).toEqual({
    ...{ changed: [one, two].sort(), left: 0 },
  });
  expect(await standing(two)).toMatchObject({ assigneeId: shop.ownerId, state: 'open' });
  const laterAt = new Date(clock.now().getTime() + day).toISOString();
  expect((await patch({ ids: [three], laterAt })).status).toBe(200);
  expect((await standing(three)).laterAt.toISOString()).toBe(laterAt);
  // A colleague was quicker with one of them.
  await shop.owner.ok('PATCH', `/api/abandonments/${one}`, { dismissed: 'spam' });
  const done = await patch({ ids: [one, two, three], dismissed: 'solved' });
  expect(done.body).toEqual({ changed: [two, three].sort(), left: 1 });
  expect(await standing(one)).toMatchObject({ state: 'dismissed', reason: 'spam' });
  expect(await standing(two)).toMatchObject({ reason: 'solved', settledBy: `person:${shop.ownerId}` });
  // What is undone is what was done, and nothing of the colleague's.
  expect((await patch({ ids: done.body.changed, dismissed: null })).body.left).toBe(0);
  expect(await standing(two)).toMatchObject({ state: 'open', reason: null });
  expect(await standing(one)).toMatchObject({ state: 'dismissed' });
});

it('nonsense is refused before anything changes', async () => {
  const [one, two] = [await left(), await left()];
  const past = new Date(clock.now().getTime() - 1000).toISOString();
  const wrong: [object, number][] = [
    [{ ids: [] }, 422],
    [{ ids: Array.from({ length: 101 }, () => randomUUID()) }, 422],
    [{ ids: ["' OR true --"] }, 422],
    [{ ids: [one], dismissed: 'because' }, 422],
    [{ ids: [one], state: 'recovered' }, 422],
    [{ ids: one, dismissed: 'spam' }, 422],
    [{ dismissed: 'spam' }, 422],
    [{ ids: [one, two], laterAt: past }, 422],
    [{ ids: [one, two], laterAt: 'amanhã' }, 422],
    [{ ids: [one, two], assigneeId: randomUUID() }, 404],
    // One that is not there, or not theirs, and none is changed.
    [{ ids: [one, randomUUID(), two], dismissed: 'spam' }, 404],
  ];
  for (const [body, status] of wrong) {
    const answer = await patch(body);
    expect([400, status], JSON.stringify(body)).toContain(answer.status);
    expect(answer.status).toBeGreaterThanOrEqual(400);
  }
  for (const id of [one, two]) expect(await standing(id)).toMatchObject({ state: 'open', assigneeId: null });
});

it('another house, who sees only their own, and who may not answer, change nothing', async () => {
  const id = await left();
  const other = await town.shop('Beta');
  expect((await patch({ ids: [id], dismissed: 'spam' }, other.owner)).status).toBe(404);
  const { browser, id: agentId } = await shop.join('agent', { visibility: 'assigned' });
  expect((await patch({ ids: [id], dismissed: 'spam' }, browser)).status).toBe(404);
  expect(await standing(id)).toMatchObject({ state: 'open' });
  await patch({ ids: [id], assigneeId: agentId });
  expect((await patch({ ids: [id], dismissed: 'spam' }, browser)).body).toEqual({ changed: [id], left: 0 });
});

it('two who change the same many at once: each is changed once, nobody waits for ever', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, () => left()));
  const [first, second] = await Promise.all([
    patch({ ids, dismissed: 'spam' }),
    patch({ ids: ids.toReversed(), dismissed: 'solved' }),
  ]);
  const changed = [first, second].flatMap(({ body }) => body.changed as string[]);
  expect(changed.sort()).toEqual(ids.toSorted());
  expect([first.body.left, second.body.left].sort((a, b) => Number(a) - Number(b))).toEqual([0, 12]);
});

it('the control is who nobody wrote to and who was still gone when half of the others had been written to', async () => {
  const at = new Date('2026-01-10T12:00:00Z');
  const report = async () =>
    (await shop.owner.ok('GET', '/api/abandonments/report?from=2026-01-10T00:00:00Z&to=2026-01-11T00:00:00Z'))
      .all;
  // Nobody was written to yet: everybody whose fate is known is the control.
  await left({ at, state: 'returned', after: 5 });
  await left({ at, state: 'returned', after: 25 });
  await left({ at, state: 'lost', after: 10_080 });
  await left({ at, state: 'dismissed', after: 30 });
  await left({ at });
  expect(await report()).toMatchObject({ left: 5, after: { of: 0, back: 0 }, alone: { of: 3, back: 2 } });
  // Written to after 10, 20 and 30 minutes: half of them within 20. Who was back after 5 says nothing about 20.
  await left({ at, triedAfter: 10, state: 'recovered', after: 60 });
  await left({ at, triedAfter: 20, state: 'lost', after: 10_080 });
  await left({ at, triedAfter: 30, state: 'tried' });
  expect(await report()).toMatchObject({
    ...{ left: 8, tried: 3, recovered: 1, medianTryMinutes: 20 },
    ...{ after: { of: 2, back: 1 }, alone: { of: 2, back: 1 } },
  });
  // Exactly as long counts.
  await left({ at, state: 'returned', after: 20 });
  expect((await report()).alone).toEqual({ of: 3, back: 2 });
});
