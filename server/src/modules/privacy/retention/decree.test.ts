import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import {
  addInbox,
  addPerson,
  addTalk,
  type Desk,
  openDesk,
  type Talk,
} from '../../conversations/factories.ts';
import { confirmErasure } from '../erasure/confirm-erasure.ts';
import { previewErasure } from '../erasure/preview-erasure.ts';
import { changeRetention } from './change-retention.ts';
import { keepRetention } from './run.ts';
import { startRun } from './start-run.ts';
import { retentionOf } from './views.ts';

/** What the SAC decree has kept: two years from the resolution, whatever the firm chose, and whoever asks (LGPD art. 16, I). */

let desk: Desk;
let owner: PersonActor;
let inbox: string;
const day = 86_400_000;

beforeAll(async () => {
  desk = await openDesk();
  owner = await addPerson(desk, { role: 'owner' });
  inbox = await addInbox(desk, 'chat');
});
afterAll(() => desk?.close());

const run = (text: string, values: unknown[] = []) =>
  desk.as(null, (ctx) => ctx.client.query<Record<string, unknown>>(text, values));
const ago = (days: number): Date => new Date(desk.clock.now().getTime() - days * day);
const set = (days: number | null) =>
  desk.as(owner, (ctx) => changeRetention(ctx, { body: { category: 'messages', days } }));
const purge = async () => {
  await desk.as(owner, (ctx) => startRun(ctx, { body: { trial: false } }));
  await keepRetention(desk.kernel);
  desk.clock.advance(1000);
};
const textOf = async ({ messageId }: Talk): Promise<unknown> =>
  (await run(`SELECT content ->> 'text' AS text FROM messages WHERE id = $1`, [messageId])).rows[0]?.text;

/** An old matter that was resolved some days ago; `demand`: it was one of the decree. */
async function matter(resolvedDaysAgo: number, demand: boolean): Promise<Talk> {
  const talk = await addTalk(desk, inbox, { text: 'guardar' });
  await run(`UPDATE messages SET created_at = $2 WHERE conversation_id = $1`, [talk.id, ago(3000)]);
  await run(`UPDATE conversations SET status = 'resolved', resolved_at = $2 WHERE id = $1`, [
    talk.id,
    ago(resolvedDaysAgo),
  ]);
  if (demand)
    await run(
      `INSERT INTO deadlines (org_id, id, conversation_id, what, target_ms, started_at, ended_at, spent_ms, kept, inbox_id)
        VALUES ($1, $2, $3, 'decree', 604800000, $4, $5, 1, true, $6)`,
      [desk.orgId, randomUUID(), talk.id, ago(resolvedDaysAgo + 1), ago(resolvedDaysAgo), inbox],
    );
  return talk;
}

it('cannot be put below two years while a brand answers by the decree; a lower choice of before counts for more', async () => {
  await set(365);
  await run('UPDATE brands SET sac_since = $1', [ago(10)]);
  await expect(set(730)).rejects.toMatchObject({ code: 'law_keeps', field: 'body.days' });
  const rule = (await desk.as(owner, retentionOf)).rules.find(({ category }) => category === 'messages');
  expect(rule).toMatchObject({ days: 731, least: 731, byLaw: true });
  const other = (await desk.as(owner, retentionOf)).rules.find(({ category }) => category === 'surveys');
  expect(other).toMatchObject({ byLaw: false });
});

it('a night purges what is older, and keeps two years from the resolution', async () => {
  await set(731);
  const [young, old, none] = [await matter(700, true), await matter(740, true), await matter(700, false)];
  await purge();
  expect(await textOf(young)).toBe('guardar');
  expect(await textOf(old)).toBe('');
  expect(await textOf(none)).toBe('');
});

it('it is kept when the mode is off by now, too: the duty was taken', async () => {
  await run('UPDATE brands SET sac_since = NULL, sac_until = $1', [desk.clock.now()]);
  await set(30);
  const talk = await matter(100, true);
  await purge();
  expect(await textOf(talk)).toBe('guardar');
});

it('nobody whose demand is kept is erased, and it is said until when', async () => {
  const talk = await matter(100, true);
  const params = { id: talk.customerId };
  const preview = await desk.as(owner, (ctx) => previewErasure(ctx, { params }));
  expect(preview.stays).toContainEqual({ code: 'sac_records', count: 1 });
  const until = Date.parse(preview.kept?.until ?? '');
  expect(Math.round((until - desk.clock.now().getTime()) / day)).toBeGreaterThan(625);
  const body = { confirm: preview.confirmWord, reason: 'Pediu.', proof: 'Ligou.', requestId: null };
  await expect(desk.as(owner, (ctx) => confirmErasure(ctx, { params, body }))).rejects.toMatchObject({
    code: 'law_keeps',
  });
  await run('UPDATE deadlines SET ended_at = $2 WHERE conversation_id = $1', [talk.id, ago(740)]);
  expect((await desk.as(owner, (ctx) => confirmErasure(ctx, { params, body }))).state).toBe('queued');
});
