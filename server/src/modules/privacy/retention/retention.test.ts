import type { RetentionCategory } from '@meada/contract/routes/privacy-register';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import {
  addInbox,
  addPerson,
  addTalk,
  type Desk,
  openDesk,
  type Talk,
} from '../../conversations/factories.ts';
import { setHold } from '../holds/set-hold.ts';
import { openRequest } from '../requests/open-request.ts';
import { changeRetention } from './change-retention.ts';
import { keepRetention } from './run.ts';
import { startRun } from './start-run.ts';
import { retentionOf } from './views.ts';

/** Each kind of data that has a time of its own: what is due goes, what is young, open or held stays, and the report says so. */
let desk: Desk;
let owner: PersonActor;
let inboxId = '';
const day = 86_400_000;

beforeAll(async () => {
  desk = await openDesk();
  // Files are removed by their dates on the disk, events by the database's own clock.
  desk.clock.advance(Date.now() - desk.clock.now().getTime());
  owner = await addPerson(desk, { role: 'owner' });
  inboxId = await addInbox(desk, 'chat');
});
afterAll(() => desk?.close());

const ago = (days: number): Date => new Date(desk.clock.now().getTime() - days * day);
const run = (text: string, values: unknown[] = []) =>
  desk.as(null, (ctx) => ctx.client.query<Record<string, unknown>>(text, values));
const rowsOf = async (text: string, values: unknown[] = []) => (await run(text, values)).rows;

/** Keeps one kind for so long and no other, runs, and answers what the report says of it. */
async function purge(category: RetentionCategory, days: number) {
  await desk.as(owner, (ctx) => changeRetention(ctx, { body: { category, days } }));
  await desk.as(owner, (ctx) => startRun(ctx, { body: { trial: true } }));
  await keepRetention(desk.kernel);
  const trial = await newest(category);
  desk.clock.advance(1000);
  await desk.as(owner, (ctx) => startRun(ctx, { body: { trial: false } }));
  await keepRetention(desk.kernel);
  desk.clock.advance(1000);
  await desk.as(owner, (ctx) => changeRetention(ctx, { body: { category, days: null } }));
  return { trial, done: await newest(category) };
}
const newest = async (category: RetentionCategory) =>
  (await desk.as(owner, retentionOf)).runs[0]?.report.find((line) => line.category === category);

const close = (talks: readonly Talk[], at: Date) =>
  run(`UPDATE conversations SET status = 'resolved', resolved_at = $1 WHERE id = ANY ($2)`, [
    ...[at, talks.map(({ id }) => id)],
  ]);
const hold = (talk: Talk) =>
  desk.as(owner, (ctx) =>
    setHold(ctx, { params: { id: talk.customerId }, body: { reason: 'processo 7', until: null } }),
  );

async function attach(talk: Talk, bytes: string, at: Date): Promise<Buffer> {
  const hash = await desk.kernel.files.put(desk.orgId, Buffer.from(bytes));
  await desk.as(null, async (ctx) => {
    const file = { org_id: ctx.orgId, id: ctx.ids.uuid(), hash, size: bytes.length, type: 'text/plain' };
    await ctx.db.insertInto('files').values(file).execute();
    const row = { org_id: ctx.orgId, id: ctx.ids.uuid(), message_id: talk.messageId, file_id: file.id };
    const named = { kind: 'document', name: `${bytes}.txt`, type: 'text/plain', created_at: at };
    await ctx.db
      .insertInto('attachments')
      .values({ ...row, ...named, state: 'ready' })
      .execute();
  });
  return hash;
}
const isThere = async (hash: Buffer): Promise<boolean> => {
  const stream = await desk.kernel.files.open(desk.orgId, hash);
  stream?.destroy();
  return stream !== null;
};

describe('attachments', () => {
  it('go with name, row and bytes when the conversation is closed; two rows of the same bytes go by the last', async () => {
    const [old, open, held, twin] = [
      await addTalk(desk, inboxId),
      await addTalk(desk, inboxId),
      await addTalk(desk, inboxId),
      await addTalk(desk, inboxId),
    ];
    const alone = await attach(old, 'sozinho', ago(40));
    const bytes = {
      old: await attach(old, 'velho', ago(40)),
      open: await attach(open, 'aberto', ago(40)),
      held: await attach(held, 'retido', ago(40)),
      young: await attach(old, 'novo', ago(2)),
      shared: await attach(old, 'igual', ago(40)),
    };
    await attach(twin, 'igual', ago(1));
    // One file that was sent on: its row is named twice.
    await run(
      `INSERT INTO attachments (org_id, id, message_id, kind, name, type, state, created_at, file_id)
       SELECT a.org_id, gen_random_uuid(), $1, a.kind, 'adiante', a.type, a.state, $2, a.file_id
       FROM attachments a WHERE a.message_id = $3 AND a.name = 'velho.txt'`,
      [twin.messageId, ago(1), old.messageId],
    );
    await close([old, held, twin], ago(39));
    await hold(held);
    // What lies on the disk since this moment is not touched.
    desk.clock.advance(3_600_000);
    const { trial, done } = await purge('attachments', 30);
    expect(trial).toMatchObject({ purged: 3, held: 1 });
    expect(done).toMatchObject({ purged: 3, held: 1, left: false });
    const there = await Promise.all(
      Object.entries(bytes).map(async ([name, hash]) => [name, await isThere(hash)] as const),
    );
    expect(Object.fromEntries(there)).toEqual({
      ...{ old: true, open: true, held: true, young: true, shared: true },
    });
    const names = await rowsOf(
      `SELECT name, file_id IS NULL AS gone FROM attachments WHERE message_id = ANY ($1) ORDER BY name`,
      [[old, open, held].map(({ messageId }) => messageId)],
    );
    expect(names).toEqual([
      ...Array(3).fill({ name: '', gone: true }),
      { name: 'aberto.txt', gone: false },
      { name: 'novo.txt', gone: false },
      { name: 'retido.txt', gone: false },
    ]);
    expect(await isThere(alone)).toBe(false);
    // The message itself stays.
    expect(await rowsOf('SELECT content FROM messages WHERE id = $1', [old.messageId])).not.toEqual([]);
  });
});

describe('conversations', () => {
  it('go as a whole, number and times stay; one in which somebody held has a part is passed by', async () => {
    const text = (said: string) => addTalk(desk, inboxId, { text: said });
    const [old, young, open, held, shared] = [
      ...[await text('antiga'), await text('recente'), await text('aberta')],
      ...[await text('do retido'), await text('com o retido')],
    ] as [Talk, Talk, Talk, Talk, Talk];
    await close([old, held, shared], ago(100));
    await close([young], ago(5));
    await hold(held);
    await run(
      `INSERT INTO participants (org_id, id, conversation_id, identity_id, role)
       SELECT org_id, gen_random_uuid(), $1, id, 'cc' FROM identities WHERE customer_id = $2 LIMIT 1`,
      [shared.id, held.customerId],
    );
    await run(
      `UPDATE conversations SET subject = 'assunto', custom_fields = '{"a": "b"}' WHERE id = ANY ($1)`,
      [[old, young, open, held, shared].map(({ id }) => id)],
    );
    const { trial, done } = await purge('conversations', 90);
    expect(trial).toMatchObject({ purged: 1, held: 2 });
    expect(done).toMatchObject({ purged: 1, held: 2 });
    const after = await rowsOf(
      `SELECT c.id, c.subject, c.preview, c.protocol IS NOT NULL AS numbered, m.content->>'text' AS text, m.seq
       FROM conversations c JOIN messages m ON m.conversation_id = c.id AND m.id = ANY ($1)`,
      [[old, young, open, held, shared].map(({ messageId }) => messageId)],
    );
    const of = (talk: Talk) => after.find(({ id }) => id === talk.id);
    expect(of(old)).toMatchObject({ subject: null, preview: null, text: '', numbered: true, seq: 1 });
    for (const [talk, said] of [
      ...[[young, 'recente'] as const, [open, 'aberta'] as const],
      ...[[held, 'do retido'] as const, [shared, 'com o retido'] as const],
    ])
      expect(of(talk)).toMatchObject({ subject: 'assunto', text: said });
    // A second night finds nothing more.
    expect((await purge('conversations', 90)).done).toMatchObject({ purged: 0, held: 2 });
  });
});

describe('events', () => {
  const count = async () => Number((await rowsOf('SELECT count(*) AS n FROM events'))[0]?.n);

  it('go from the log when they are old, never younger than 30 days; the audit stays', async () => {
    const audited = (await rowsOf('SELECT count(*)::int AS n FROM audit_entries'))[0]?.n as number;
    const before = await count();
    expect(before).toBeGreaterThan(0);
    const short = desk.as(owner, (ctx) => changeRetention(ctx, { body: { category: 'events', days: 29 } }));
    await expect(short).rejects.toMatchObject({ code: 'refused' });
    await expect(run('DELETE FROM events')).rejects.toMatchObject({ code: '42501' });
    // Two moments: half of a year ago, and now.
    const house = new pg.Client({ connectionString: desk.database.ownerUrl });
    await house.connect();
    await house.query(`UPDATE events SET at = now() - interval '180 days' WHERE id % 2 = 0`);
    await house.end();
    const old = Number(
      (await rowsOf(`SELECT count(*) AS n FROM events WHERE at < now() - interval '90 days'`))[0]?.n,
    );
    const { trial, done } = await purge('events', 60);
    expect(trial).toMatchObject({ purged: old, held: 0 });
    expect(done).toMatchObject({ purged: old, held: 0, left: false });
    expect(await rowsOf(`SELECT id FROM events WHERE at < now() - interval '90 days'`)).toEqual([]);
    expect(await count()).toBeGreaterThanOrEqual(before - old);
    const kept = (await rowsOf('SELECT count(*)::int AS n FROM audit_entries'))[0]?.n as number;
    expect(kept).toBeGreaterThan(audited);
  });
});

describe('requests', () => {
  it('that are over lose words and address after their time; that they were there stays', async () => {
    const talk = await addTalk(desk, inboxId);
    const body = {
      ...{ customerId: talk.customerId, kind: 'access' as const, details: 'quero ver tudo' },
      ...{ channel: 'phone' as const, proofKind: 'callback' as const, proof: 'ligamos de volta' },
      ...{ askedOn: null, assigneeId: null },
    };
    const made = [];
    for (let n = 0; n < 3; n += 1)
      made.push((await desk.as(owner, (ctx) => openRequest(ctx, { body }))).request.id);
    const [old, young, open] = made;
    await run(
      `UPDATE privacy_requests SET state = 'done', closed_at = $1, address = 'ana@exemplo.com' WHERE id = $2`,
      [...[ago(400), old]],
    );
    await run(`UPDATE privacy_requests SET state = 'done', closed_at = $1 WHERE id = $2`, [ago(10), young]);
    await run(
      `INSERT INTO privacy_request_messages (org_id, id, request_id, author_kind, text, at)
       SELECT org_id, gen_random_uuid(), id, 'customer', 'meu endereço é este', now() FROM privacy_requests WHERE id = ANY ($1)`,
      [made],
    );
    const { trial, done } = await purge('requests', 200);
    expect(trial).toMatchObject({ purged: 1, held: 0 });
    expect(done).toMatchObject({ purged: 1, held: 0 });
    const rows = await rowsOf(
      `SELECT q.id, q.kind, q.address, q.details, q.proof, q.proof_kind, m.text FROM privacy_requests q
       JOIN privacy_request_messages m ON m.request_id = q.id WHERE q.id = ANY ($1)`,
      [made],
    );
    const of = (id: string | undefined) => rows.find((row) => row.id === id);
    expect(of(old)).toMatchObject({
      ...{ kind: 'access', proof_kind: 'callback', address: null, details: '', proof: null, text: '' },
    });
    for (const id of [young, open])
      expect(of(id)).toMatchObject({ details: 'quero ver tudo', text: 'meu endereço é este' });
    await desk.as(owner, (ctx) => changeRetention(ctx, { body: { category: 'requests', days: null } }));
  });
});

describe('events of a house whose clock runs ahead', () => {
  it('none is lost, and the report says that none went', async () => {
    const count = async () => Number((await rowsOf('SELECT count(*) AS n FROM events'))[0]?.n);
    const before = await count();
    desk.clock.advance(100 * day);
    const { done } = await purge('events', 60);
    expect(done).toMatchObject({ purged: 0 });
    expect(await count()).toBeGreaterThanOrEqual(before);
  });
});
