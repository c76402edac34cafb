import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { personalOf, readColumns } from '../../../kernel/backup/columns.ts';
import { quoted } from '../../../kernel/backup/schema.ts';
import { scrubbed } from './scrub.ts';

/** Seeds for the test that looks for a person everywhere: a row of theirs in each table, and their word in each column. */

/** Tables whose personal columns are no customer's. */
const ofOthers = new Set([
  // People of the firm, whose names go with their sign-in.
  ...['members', 'invitations', 'signatures', 'sessions', 'sign_ins'],
  // The register must be kept (Resolution CD/ANPD 15/2024, art. 10).
  ...['incidents', 'incident_entries'],
  // The firm's own account with a platform.
  'inbox_consents',
]);

export type Who = {
  orgId: string;
  inboxId: string;
  personId: string;
  customer: string;
  identity: string;
  conversation: string;
  message: string;
  leg: string;
  /** Raw bytes of theirs. */
  receipt: string;
  /** Somebody else, and their conversation. */
  other: { customer: string; conversation: string };
  /** A file with bytes. */
  fileId: string;
  word: string;
  number: string;
};

/** A row to be made; `its`: the columns that find it again. */
type Seed = { table: string; row: Record<string, unknown>; its?: readonly string[] };

function rowsOfCustomer(who: Who): Seed[] {
  const { customer, word, fileId } = who;
  const [note, picture] = [randomUUID(), randomUUID()];
  const own = { id: randomUUID(), customer_id: customer };
  const person = { actor_kind: 'person' };
  const at = new Date();
  return [
    { table: 'customers', row: { id: customer } },
    { table: 'identities', row: { id: who.identity } },
    {
      table: 'customer_files',
      row: {
        ...{ id: picture, customer_id: customer, file_id: fileId, kind: 'document', name: word },
        ...{ type: 'text/plain', size: 20, added_kind: 'person' },
      },
    },
    { table: 'customer_notes', row: { id: note, customer_id: customer, text: word, author_kind: 'person' } },
    { table: 'customer_note_versions', row: { id: randomUUID(), note_id: note, text: word, ...person, at } },
    { table: 'customer_documents', row: { ...own, kind: 'rg', number: word } },
    { table: 'postal_addresses', row: { ...own, id: randomUUID() } },
    {
      table: 'customer_facts',
      row: {
        ...{ id: randomUUID(), customer_id: customer, kind: 'name', value: word, canonical: word },
        ...{ confidence: 1, source: 'person', ...person, given_at: at, seen_at: at },
      },
    },
    {
      table: 'customer_preferences',
      row: { customer_id: customer, kind: 'hours', value: {}, source: 'person', ...person },
      its: ['customer_id'],
    },
    {
      table: 'consents',
      row: {
        ...{ id: randomUUID(), customer_id: customer, purpose: 'marketing', state: 'given' },
        ...{ basis: 'consent', source: 'person', ...person, at },
      },
    },
    {
      table: 'company_members',
      row: { id: randomUUID(), company_id: who.other.customer, customer_id: customer },
    },
    {
      table: 'company_domains',
      row: { domain: `${word}.example`, company_id: customer },
      its: ['company_id'],
    },
    {
      table: 'merge_suggestions',
      row: {
        ...{ id: randomUUID(), customer_id: who.other.customer, other_id: customer },
        ...{ reason: word, evidence: { word } },
      },
    },
    { table: 'match_keys', row: { customer_id: customer, key: 42 }, its: ['customer_id'] },
  ];
}

function rowsOfTalk(who: Who): Seed[] {
  const { conversation, message, inboxId, leg, word, fileId } = who;
  const id = () => randomUUID();
  const regrouping = id();
  const about = { message_id: message, conversation_id: conversation, inbox_id: inboxId };
  const side = { before: { preview: word }, after: { preview: word } };
  const moved = { message_id: message, marker_id: id(), from_seq: 1, into_seq: 1 };
  return [
    { table: 'conversations', row: { id: conversation } },
    { table: 'messages', row: { id: message } },
    { table: 'dispatches', row: { conversation_id: conversation }, its: ['conversation_id'] },
    { table: 'receipts', row: { id: who.receipt } },
    { table: 'message_bodies', row: { message_id: message }, its: ['message_id'] },
    { table: 'message_envelopes', row: { message_id: message, cc: [], bcc: [] }, its: ['message_id'] },
    {
      table: 'message_versions',
      row: { message_id: message, n: 1, content: {}, ended_by: 'person:x' },
      its: ['message_id'],
    },
    {
      table: 'drafts',
      row: { conversation_id: conversation, person_id: who.personId, text: word },
      its: ['conversation_id'],
    },
    {
      table: 'attachments',
      row: {
        id: id(),
        message_id: message,
        kind: 'document',
        name: word,
        type: 'text/plain',
        file_id: fileId,
      },
    },
    {
      table: 'reactions',
      row: { message_id: message, author: 'person:x', emoji: word },
      its: ['message_id'],
    },
    {
      table: 'amendments',
      row: { id: id(), ...about, leg_id: leg, kind: 'edit', author: 'person:x', state: 'unknown' },
    },
    { table: 'callbacks', row: { id: id(), ...about, promised_at: new Date() } },
    { table: 'public_duties', row: { id: id(), ...about, leg_id: leg, kind: 'comment' } },
    {
      table: 'regroupings',
      row: {
        ...{ id: regrouping, kind: 'move', from_id: conversation, into_id: who.other.conversation },
        ...{ actor: 'person:x', at: new Date() },
      },
    },
    {
      table: 'regrouping_sides',
      row: { regrouping_id: regrouping, conversation_id: conversation, change: side },
      its: ['conversation_id'],
    },
    {
      table: 'regrouping_sides',
      row: { regrouping_id: regrouping, conversation_id: who.other.conversation, change: side },
      its: [],
    },
    { table: 'moved_messages', row: { regrouping_id: regrouping, ...moved }, its: [] },
  ];
}

/** Something that may be sold to them. */
function rowsOfDeal({ customer, word }: Who): Seed[] {
  const [pipeline, stage] = [randomUUID(), randomUUID()];
  const place = { pipeline_id: pipeline, stage_id: stage };
  const column = { category: 'open', probability: 10, colour: 'teal' };
  return [
    { table: 'pipelines', row: { id: pipeline, name: 'a', position: 1 } },
    { table: 'stages', row: { id: stage, pipeline_id: pipeline, name: 'a', ...column, position: 1 } },
    {
      table: 'deals',
      row: {
        ...{ id: randomUUID(), ...place, customer_id: customer, title: word },
        ...{ entered_at: new Date(), created_kind: 'person' },
      },
    },
  ];
}

function rowsOfDuties(who: Who): Seed[] {
  const { customer, number, word } = who;
  const request = randomUUID();
  const loose = randomUUID();
  const asked = { kind: 'erasure', source: 'page', address: number };
  const said = (request_id: string) => ({
    id: randomUUID(),
    request_id,
    author_kind: 'customer',
    text: word,
    at: new Date(),
  });
  return [
    { table: 'privacy_requests', row: { id: request, ...asked, customer_id: customer } },
    { table: 'privacy_request_messages', row: said(request) },
    // Nobody was found for this one: the address is shared, or not proven.
    { table: 'privacy_requests', row: { id: loose, ...asked, identity_id: who.identity } },
    { table: 'privacy_request_messages', row: said(loose) },
    {
      table: 'legal_holds',
      row: {
        id: randomUUID(),
        customer_id: customer,
        reason: word,
        created_at: new Date(),
        released_at: new Date(),
      },
    },
    {
      table: 'erasures',
      row: {
        ...{ id: randomUUID(), customer_id: customer, reason: word, proof: word, state: 'blocked' },
        confirmed_at: new Date(),
      },
    },
  ];
}

/** What is nobody's alone, and what the firm wrote itself. */
function rowsOfFirm(who: Who): Seed[] {
  const { inboxId, number, word } = who;
  const id = () => randomUUID();
  const list = id();
  const at = new Date();
  const cells = (n: number, more: object) => ({
    table: 'import_rows',
    row: { import_id: list, n, cells: [], ...more },
    its: ['import_id', 'n'],
  });
  return [
    { table: 'imports', row: { id: list, name: number, format: 'csv', state: 'done', created_at: at } },
    cells(1, { customer_id: who.customer, made: {} }),
    cells(2, {
      cells: [
        'alguém',
        `+${number.slice(0, 2)} (${number.slice(2, 4)}) ${number.slice(4, 9)}-${number.slice(9)}`,
      ],
    }),
    { ...cells(3, { cells: [word.toUpperCase(), 'Ana', 'sem-arroba'] }), its: [] },
    {
      table: 'idempotency_keys',
      row: { actor: 'person:x', key: id(), request: Buffer.from([0]), status: 200, response: {} },
      its: ['key'],
    },
    {
      table: 'switch_misses',
      row: { inbox_id: inboxId, match_key: `line:${number}`, live: 1 },
      its: ['match_key'],
    },
    { table: 'shared_values', row: { match_key: `line:${number}`, shared: true }, its: ['match_key'] },
    {
      table: 'duplicate_settings',
      row: { model: { fields: { given: { shares: { [word]: 0.01 } } } } },
      its: ['org_id'],
    },
    { table: 'segments', row: { id: id(), name: 'vip', conditions: {} } },
    { table: 'outside_threads', row: { id: id(), inbox_id: inboxId, kind: 'group', key: number } },
    { table: 'canned_replies', row: { id: id(), shortcut: 'a', title: number, text: number } },
    {
      table: 'announcements',
      row: {
        id: id(),
        inbox_id: inboxId,
        texts: {},
        per_minute: 1,
        next_at: at,
        created_by: 'x',
        state: 'done',
      },
    },
    {
      table: 'message_templates',
      row: { inbox_id: inboxId, name: 'a', language: 'pt', state: 'approved' },
      its: ['name'],
    },
    {
      table: 'inbox_notices',
      row: { id: id(), inbox_id: inboxId, code: 'x', level: 'info', text: number, at },
    },
    { table: 'inbox_resyncs', row: { id: id(), inbox_id: inboxId, since: at, asked_by: 'x', state: 'done' } },
    { table: 'inboxes', row: { id: inboxId } },
  ];
}

const asParameter = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !(value instanceof Date) && !Buffer.isBuffer(value)
    ? JSON.stringify(value)
    : value;

/** What is put into a column of a type so that the person is in it; null where nothing of the kind can be. */
function filling(type: string, text: string): unknown {
  if (type.startsWith('json')) return JSON.stringify({ x: text });
  if (type === 'bytea') return Buffer.from(text);
  if (type === 'date') return '1990-01-02';
  if (type.endsWith('[]')) return [text];
  return /^(double|numeric|real|bigint|integer|smallint)/.test(type) ? 42 : text;
}

/** Columns by table in which a customer's words may stand, as the annotations say; those the firm writes freely as well. */
export async function personalColumns(
  client: pg.ClientBase,
): Promise<Map<string, { column: string; type: string }[]>> {
  const columns = await readColumns(client);
  const tables = [...new Set(columns.map(({ table }) => table))].filter((table) => !ofOthers.has(table));
  return new Map(
    tables.flatMap((table) => {
      const found = [
        ...personalOf(columns, table),
        ...columns.filter(({ annotation, ...one }) => one.table === table && annotation?.search),
        ...columns.filter((one) => one.table === table && scrubbed[table]?.includes(one.column)),
      ];
      return found.length > 0 ? [[table, found.map(({ column, type }) => ({ column, type }))] as const] : [];
    }),
  );
}

/** Makes a row of the person in every table, and fills every personal column that does not speak of them yet. */
export async function seedEverywhere(client: pg.ClientBase, who: Who): Promise<void> {
  const columns = await personalColumns(client);
  const said = `Ana ${who.word} ${who.number}`;
  for (const { table, row, its = ['id'] } of [
    ...[...rowsOfCustomer(who), ...rowsOfTalk(who)],
    ...[...rowsOfDeal(who), ...rowsOfDuties(who), ...rowsOfFirm(who)],
  ]) {
    const whole: Record<string, unknown> = { org_id: who.orgId, ...row };
    const names = Object.keys(whole);
    await client
      .query(
        `INSERT INTO ${quoted(table)} (${names.map(quoted).join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})
       ON CONFLICT DO NOTHING`,
        names.map((name) => asParameter(whole[name])),
      )
      .catch((error: Error) => {
        // A row that is there already has only its key to say.
        if (names.length > 2 || its.length !== 1) throw new Error(`${table}: ${error.message}`);
      });
    for (const { column, type } of its.length === 0 ? [] : (columns.get(table) ?? []))
      await client
        .query(
          `UPDATE ${quoted(table)} t SET ${quoted(column)} = $1 WHERE org_id = $2 AND ${its.map((name, at) => `${quoted(name)} = $${at + 5}`).join(' AND ')}
         AND (t.${quoted(column)} IS NULL OR (position($3 IN lower(t.${quoted(column)}::text)) = 0 AND position($4 IN t.${quoted(column)}::text) = 0))`,
          [filling(type, said), who.orgId, who.word, who.number, ...its.map((name) => whole[name])],
        )
        .catch((error: Error) => {
          throw new Error(`${table}.${column}: ${error.message}`);
        });
  }
}

/** Columns in which nothing of the person stands: a new one needs a row here. */
export async function unseeded(
  client: pg.ClientBase,
  { word, number }: Pick<Who, 'word' | 'number'>,
): Promise<string[]> {
  const missing: string[] = [];
  for (const [table, list] of await personalColumns(client))
    for (const { column, type } of list) {
      const at = `t.${quoted(column)}`;
      const there = /^(text|json|character)/.test(type)
        ? `position('${word}' IN lower(${at}::text)) > 0 OR position('${number}' IN ${at}::text) > 0`
        : `${at} IS NOT NULL`;
      const { rows } = await client.query(`SELECT 1 FROM ${quoted(table)} t WHERE ${there} LIMIT 1`);
      if (rows.length === 0) missing.push(`${table}.${column}`);
    }
  return missing;
}

/** Personal columns that hold no text and something all the same: days, hashes. */
export async function leftValues(client: pg.ClientBase): Promise<string[]> {
  const left: string[] = [];
  for (const [table, list] of await personalColumns(client))
    for (const { column, type } of list) {
      if (!/^(date|double|numeric)/.test(type) && !column.endsWith('_hash')) continue;
      const at = `t.${quoted(column)}`;
      const { rows } = await client.query(
        `SELECT 1 FROM ${quoted(table)} t WHERE ${at} IS NOT NULL AND ${at}::text NOT IN ('', '\\x') LIMIT 1`,
      );
      if (rows.length > 0) left.push(`${table}.${column}`);
    }
  return left;
}
