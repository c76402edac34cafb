import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InboundMessage } from '@meada/contract/channels';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { restoreBackup } from '../../../kernel/backup/restore.ts';
import type { DataRules } from '../../../kernel/backup/rules.ts';
import { takeBackup } from '../../../kernel/backup/take.ts';
import { openDatabase } from '../../../kernel/db/database.ts';
import { diskStore } from '../../../kernel/files/disk.ts';
import { type TestDatabase, testDatabase } from '../../../kernel/testing/database.ts';
import { addInbox, addPerson, type Desk, eventsAfter, openDesk } from '../../conversations/factories.ts';
import { paperChannel } from '../../conversations/factories-channels.ts';
import { readReceived } from '../../conversations/factories-work.ts';
import { indexEverything, indexMessages, searchRecords, sendMessage } from '../../conversations/index.ts';
import { undoMerge } from '../../customers/consents/testing.ts';
import { mergeInto } from '../../customers/index.ts';
import { receive } from '../../inboxes/index.ts';
import { releaseHold } from '../holds/release-hold.ts';
import { setHold } from '../holds/set-hold.ts';
import { confirmErasure } from './confirm-erasure.ts';
import { previewErasure } from './preview-erasure.ts';
import { eraseAgain, runErasures } from './run-erasures.ts';
import { scrubbed } from './scrub.ts';
import { leftValues, seedEverywhere, unseeded } from './testing.ts';

/** As `server/src/backup/rules.ts`, which stands above the modules. */
const rules: DataRules = {
  rebuilt: [
    { table: 'message_search', listener: 'none' },
    { table: 'search_words', listener: 'none' },
    { table: 'timeline_entries', listener: 'timeline' },
    { table: 'customer_field_values', listener: 'none' },
    { table: 'record_search', listener: 'none' },
  ],
  leftOut: ['sessions', 'sign_in_tickets'],
  afterRestore: [indexEverything],
  fileOwners: `SELECT f.org_id, f.hash, k.customer_id AS subject FROM customer_files k JOIN files f ON f.org_id = k.org_id AND f.id = k.file_id`,
};

/** Everything of one person carries a word nobody else has; after the erasure it is looked for everywhere. */
const word = 'zuleicamarker';
const number = '55119876543';
const otherNumber = '55118765432';

let desk: Desk;
let ana: PersonActor;
let inboxId = '';
let root: pg.Client;
const made: TestDatabase[] = [];

beforeAll(async () => {
  desk = await openDesk([paperChannel('chat', { groups: true, edits: true })]);
  // Files are removed by their dates on the disk.
  desk.clock.advance(Date.now() + 3_600_000 - desk.clock.now().getTime());
  ana = await addPerson(desk, { role: 'owner' });
  inboxId = await addInbox(desk, 'chat');
  root = await superuser(desk.database.name);
});
afterAll(async () => {
  await root?.end();
  await desk?.close();
  for (const database of made) await database.drop();
});

async function superuser(name: string): Promise<pg.Client> {
  const url = new URL(inject('superuserUrl'));
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return client;
}

async function arrive(items: Partial<InboundMessage>[]): Promise<string[]> {
  const whole = items.map((item) => ({
    kind: 'message',
    externalId: randomUUID(),
    at: desk.clock.now().toISOString(),
    from: { kind: 'line', value: number, name: `Ana ${word}` },
    proof: 'platform',
    content: { v: 1, kind: 'text', text: `oi ${word}` },
    ...item,
  })) as InboundMessage[];
  for (const item of whole) {
    const body = new TextEncoder().encode(JSON.stringify([item]));
    const arrival = { externalId: `${item.externalId} ${randomUUID()}`, body, headers: {}, facts: {} };
    await receive(desk.kernel, { orgId: desk.orgId, inboxId }, [arrival]);
  }
  await readReceived(desk);
  return whole.map(({ externalId }) => externalId);
}

type Found = { customer: string; conversation: string; message: string };
async function found(externalId: string): Promise<Found | undefined> {
  const { rows } = await root.query<Found>(
    `SELECT c.canonical_id AS customer, m.conversation_id AS conversation, m.id AS message FROM external_ids x
     JOIN messages m ON m.id = x.message_id JOIN conversations v ON v.id = m.conversation_id
     JOIN customers c ON c.id = v.customer_id WHERE x.external_id = $1`,
    [externalId],
  );
  return rows[0];
}

/** Rows of any table in which a text stands, in letters or as bytes. */
async function traces(client: pg.Client, texts: readonly string[]): Promise<string[]> {
  const tables = await client.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`,
  );
  const all = texts.flatMap((text) => [text, Buffer.from(text).toString('hex')]);
  const hits: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await client.query<{ row: string }>(
      `SELECT left(t::text, 300) AS row FROM ${name} t WHERE EXISTS (SELECT FROM unnest($1::text[]) n WHERE position(n IN lower(t::text)) > 0)`,
      [all],
    );
    hits.push(...rows.map(({ row }) => `${name.replace('public.', '')}: ${row}`));
  }
  return hits;
}

function fileTraces(folder: string, text: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(text))
    .map((entry) => entry.name);
}

/** A row of the person in every table with personal columns, and their word in each of these. */
async function markEverywhere(talk: Found, other: Found): Promise<void> {
  const { orgId } = desk;
  const fileId = randomUUID();
  const hash = await desk.kernel.files.put(orgId, Buffer.from(`contract of ${word}`));
  await root.query(`INSERT INTO files (org_id, id, hash, size, type) VALUES ($1, $2, $3, 20, 'text/plain')`, [
    ...[orgId, fileId, hash],
  ]);
  const { rows } = await root.query<{ identity: string; leg: string }>(
    `SELECT i.id AS identity, l.id AS leg FROM identities i JOIN legs l ON l.identity_id = i.id
     WHERE i.customer_id = $1 LIMIT 1`,
    [talk.customer],
  );
  const { identity = '', leg = '' } = rows[0] ?? {};
  const received = await root.query<{ id: string }>(
    `SELECT r.id FROM receipts r JOIN external_ids x ON x.external_id = split_part(r.external_id, ' ', 1)
     WHERE x.message_id = $1`,
    [talk.message],
  );
  const receipt = received.rows[0]?.id ?? '';
  await seedEverywhere(root, {
    ...{ orgId, inboxId, personId: ana.id, ...talk, identity, leg, receipt, other, fileId, word, number },
  });
  await root.query(
    `UPDATE customers SET picture_id = (SELECT id FROM customer_files LIMIT 1),
       custom_fields = jsonb_build_object('apelido', $2::text, 'pontos', 7) WHERE id = $1`,
    [talk.customer, word],
  );
}

const erase = async (customerId: string, more: object = {}) => {
  const params = { id: customerId };
  const { confirmWord } = await desk.as(ana, (ctx) => previewErasure(ctx, { params }));
  const body = { confirm: confirmWord, reason: 'asked', proof: 'known by face', requestId: null, ...more };
  await desk.as(ana, (ctx) => confirmErasure(ctx, { params, body }));
  await runErasures(desk.kernel);
};

async function backedUp(): Promise<string> {
  const { dataDir } = desk.kernel.config;
  const taken = await takeBackup({
    ...{ to: join(dataDir, 'backups'), kind: 'asked', version: '0.1.0', rules, clock: desk.clock },
    ...{ secrets: desk.kernel.secrets, files: desk.kernel.files, ownerUrl: desk.database.ownerUrl },
  });
  return taken.folder;
}

type People = { talk: Found; twin: Found; other: Found; externalIds: string[] };

/** One person of two merged records, with words in a group that is somebody else's, and everything else there is. */
async function furnish(): Promise<People> {
  const them = { from: { kind: 'line', value: '5511444433' } };
  const here = { outsideThread: { kind: 'group' as const, key: 'g1', name: 'Grupo' } };
  const text = (said: string) => ({ content: { v: 1 as const, kind: 'text' as const, text: said } });
  const own = () => ({ externalId: `${word}-${randomUUID()}` });
  const externalIds = await arrive([
    own(),
    { ...own(), from: { kind: 'line', value: otherNumber, name: `Zu ${word}` } },
    { ...them, ...here, ...text('bom dia a todos') },
    { ...own(), ...here, ...text(`no grupo ${word}`) },
  ]);
  const [talk, twin, other] = await Promise.all(externalIds.slice(0, 3).map(found));
  if (!talk || !twin || !other) throw new Error('the messages were not stored');
  await desk.as(ana, (ctx) =>
    sendMessage(ctx, {
      ...{ conversationId: talk.conversation, clientId: randomUUID(), internal: false, attachmentIds: [] },
      ...text(`Claro, ${word}`),
    }),
  );
  await markEverywhere(talk, other);
  const reason = `the same ${word}`;
  await desk.as(ana, (ctx) =>
    mergeInto(ctx, { fromId: twin.customer, intoId: talk.customer, reason, evidence: { word } }),
  );
  await indexMessages(desk.kernel, await eventsAfter(desk, { tx: '0', id: 0 }));
  return { talk, twin, other, externalIds };
}

const wordsOf = async (conversation: string): Promise<(string | null)[]> =>
  (
    await root.query<{ text: string }>(
      `SELECT content->>'text' AS text FROM messages WHERE conversation_id = $1 AND author_kind = 'customer' ORDER BY seq`,
      [conversation],
    )
  ).rows.map(({ text }) => text);
const seqs = async () =>
  (await root.query('SELECT conversation_id, seq FROM messages ORDER BY 1, 2')).rows as unknown[];
const needles = [word, number, otherNumber];

let people: People;
let backup = '';

it('nothing of an erased customer is left in any table, file or index; numbers and the words of others stay', async () => {
  people = await furnish();
  const { talk, twin, other } = people;
  // The test is worth something only while the person stands in every column that may hold them: a new one needs a seed.
  expect(await unseeded(root, { word, number })).toEqual([]);
  expect(fileTraces(join(desk.kernel.config.dataDir, 'files'), word)).toHaveLength(1);
  const onRecords = async () =>
    (await desk.as(ana, (ctx) => searchRecords(ctx, { query: word, limit: 5 }))).items.length;
  expect(await onRecords()).toBeGreaterThan(0);
  backup = await backedUp();
  const numbers = await seqs();
  const preview = await desk.as(ana, (ctx) => previewErasure(ctx, { params: { id: twin.customer } }));
  expect(preview).toMatchObject({ customers: [{ id: talk.customer }, { id: twin.customer }], files: 2 });
  await expect(erase(talk.customer, { confirm: 'somebody else' })).rejects.toMatchObject({ code: 'refused' });
  await erase(talk.customer);

  expect(await traces(root, needles)).toEqual([]);
  expect(await onRecords()).toBe(0);
  expect(await leftValues(root)).toEqual([]);
  expect(fileTraces(join(desk.kernel.config.dataDir, 'files'), word)).toEqual([]);
  expect(await seqs()).toEqual(numbers);
  expect(await wordsOf(other.conversation)).toEqual(['bom dia a todos', '']);
  await expect(erase(talk.customer)).rejects.toMatchObject({ code: 'conflict' });
});

it('a backup of before opens no more, and what lay under the keys of others goes when the house comes up', async () => {
  const target = await testDatabase();
  made.push(target);
  const folder = join(desk.kernel.config.dataDir, 'restored');
  const files = diskStore(folder);
  const { secrets } = desk.kernel;
  await restoreBackup({ from: backup, ownerUrl: target.ownerUrl, rules, files, secrets });
  const database = openDatabase(target);
  const client = await superuser(target.name);
  try {
    const before = await traces(client, needles);
    expect(
      before.filter((line) => /^(customers|identities|customer_notes|message_bodies)/.test(line)),
    ).toEqual([]);
    await eraseAgain({ ...desk.kernel, database, files });
    // Whose address it was is known no more: what the firm itself wrote is as the backup has it (docs/guide/privacy.md).
    const ofFirm = (line: string) => (line.split(':')[0] ?? '') in scrubbed;
    expect((await traces(client, needles)).filter((line) => !ofFirm(line))).toEqual([]);
    expect(fileTraces(folder, word)).toEqual([]);
    expect(await eraseAgain({ ...desk.kernel, database, files })).toBe(0);
  } finally {
    await client.end();
    await database.close();
  }
});

it('nothing late brings them back: copies, edits, a history fetched again; what is new is a new customer', async () => {
  const { externalIds, talk, other } = people;
  const [first = ''] = externalIds;
  const earlier = new Date(desk.clock.now().getTime() - 60_000).toISOString();
  const customers = (await root.query('SELECT id FROM customers')).rowCount;
  desk.clock.advance(60_000);
  await arrive([
    { externalId: first },
    { externalId: first, echo: true, to: { kind: 'line', value: number } },
    { at: earlier },
    { at: earlier, echo: true, to: { kind: 'line', value: number } },
    { kind: 'edit', externalId: first } as never,
    {
      from: { kind: 'line', value: '5511444433' },
      at: earlier,
      content: { v: 1, kind: 'text', text: 'e aí' },
      others: [{ address: { kind: 'line', value: number }, role: 'cc' }],
    },
  ]);
  expect(await traces(root, [word])).toEqual([]);
  expect((await traces(root, [number])).filter((line) => !line.startsWith('receipts'))).toEqual([]);
  expect((await root.query('SELECT id FROM customers')).rowCount).toBe(customers);
  const [fresh = ''] = await arrive([{}]);
  const now = await found(fresh);
  expect(now).toBeDefined();
  expect([talk.customer, other.customer]).not.toContain(now?.customer);
  expect(now?.conversation).not.toBe(talk.conversation);
});

it('un-merging afterwards gives back two empty records', async () => {
  const { talk, twin } = people;
  const { rows } = await root.query<{ id: string }>('SELECT id FROM customer_merges WHERE from_id = $1', [
    twin.customer,
  ]);
  await desk.as(ana, (ctx) => undoMerge(ctx, { params: { id: talk.customer, mergeId: rows[0]?.id ?? '' } }));
  const after = await root.query(
    'SELECT canonical_id = id AS own, name, erased_at IS NOT NULL AS erased FROM customers WHERE id = ANY ($1)',
    [[talk.customer, twin.customer]],
  );
  expect(after.rows).toEqual(Array(2).fill({ own: true, name: null, erased: true }));
});

it('nobody is merged with who was erased', async () => {
  const [external = ''] = await arrive([{ from: { kind: 'line', value: '5511222211', name: 'Caio' } }]);
  const caio = await found(external);
  const ids = { fromId: caio?.customer ?? '', intoId: people.talk.customer, reason: 'x' };
  await expect(desk.as(ana, (ctx) => mergeInto(ctx, ids))).rejects.toMatchObject({ code: 'conflict' });
});

it('a legal hold blocks it, also one that comes after it was confirmed, and says so', async () => {
  const [external = ''] = await arrive([{ from: { kind: 'line', value: '5511333322', name: 'Beto' } }]);
  const held = await found(external);
  const params = { id: held?.customer ?? '' };
  const hold = (reason: string) =>
    desk.as(ana, (ctx) => setHold(ctx, { params, body: { reason, until: null } }));
  const { items } = await hold('lawsuit 1');
  await expect(erase(params.id)).rejects.toMatchObject({ code: 'refused' });
  expect(await desk.as(ana, (ctx) => previewErasure(ctx, { params }))).toMatchObject({
    holds: [{ reason: 'lawsuit 1' }],
    stays: expect.arrayContaining([{ code: 'legal_hold', count: 1 }]),
  });
  const release = (id: string) =>
    desk.as(ana, (ctx) => releaseHold(ctx, { params: { id }, body: { reason: 'over' } }));
  await release(items[0]?.id ?? '');
  const body = { confirm: 'Beto', reason: 'asked', proof: 'known', requestId: null };
  await desk.as(ana, (ctx) => confirmErasure(ctx, { params, body }));
  await hold('lawsuit 2');
  await runErasures(desk.kernel);
  expect(await desk.as(ana, (ctx) => previewErasure(ctx, { params }))).toMatchObject({ state: 'blocked' });
  expect((await root.query('SELECT name FROM customers WHERE id = $1', [params.id])).rows).toEqual([
    { name: 'Beto' },
  ]);
});
