import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { addInbox, addPerson, addTalk, type Desk, openDesk, type Talk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { startAnnouncement, tell } from './testing.ts';

/** Where a brand answers by the SAC decree, nothing is announced to who waits for an answer (Decreto 11.034/2022, art. 4 § 5). */

let desk: Desk;
let owner: PersonActor;
let wayId: string;
const words = 'Agora também aqui';
const texts = { 'pt-BR': words, en: words, es: words };

beforeAll(async () => {
  desk = await openDesk([paperChannel('fresh'), paperChannel('way')]);
  owner = await addPerson(desk, { role: 'owner' });
  wayId = await addInbox(desk, 'way');
});
afterAll(() => desk?.close());

const run = (text: string, values: unknown[] = []) => desk.as(null, (ctx) => ctx.client.query(text, values));
const decree = (on: boolean) =>
  run(`UPDATE brands SET sac_since = ${on ? `'2020-01-01'::timestamptz` : 'NULL'}`);

type Demand = 'none' | 'open' | 'answered' | 'waiting';
async function told(demand: Demand, on: boolean): Promise<unknown> {
  await decree(on);
  const talk: Talk = await addTalk(desk, wayId);
  await run('UPDATE conversations SET waiting_since = $2, status = $3 WHERE id = $1', [
    ...[talk.id, demand === 'waiting' ? desk.clock.now() : null],
    demand === 'answered' || demand === 'none' ? 'resolved' : 'open',
  ]);
  if (demand === 'open' || demand === 'answered')
    await run(
      `INSERT INTO deadlines (org_id, id, conversation_id, what, target_ms, started_at, ended_at, inbox_id)
        VALUES ($1, $2, $3, 'decree', 1, now(), $4, $5)`,
      [desk.orgId, randomUUID(), talk.id, demand === 'answered' ? desk.clock.now() : null, wayId],
    );
  const fresh = await addInbox(desk, 'fresh');
  const body = { texts, templates: [], months: 1, perMinute: 60, wayInboxIds: [wayId] };
  const { id } = await desk.as(owner, (ctx) => startAnnouncement(ctx, { params: { id: fresh }, body }));
  await desk.as(null, (ctx) => tell(ctx, { announcementId: id, customerId: talk.customerId }));
  const { rows } = await run('SELECT state, reason FROM announcement_recipients WHERE customer_id = $1', [
    talk.customerId,
  ]);
  return rows[0];
}

const held = { state: 'skipped', reason: 'sac_waiting' };
it.each([
  ['open', true, held],
  ['waiting', true, held],
  ['answered', true, { state: 'sent', reason: null }],
  ['none', true, { state: 'sent', reason: null }],
  ['waiting', false, { state: 'sent', reason: null }],
  ['open', false, { state: 'sent', reason: null }],
] as const)('a demand that is %s, the mode %s', async (demand, on, state) => {
  expect(await told(demand, on)).toEqual(state);
});
