import { randomUUID } from 'node:crypto';
import { rowsOfSurvey } from './testing-rows-asked.ts';
import type { Seed, Who } from './testing-seed.ts';
import { rowsOfTalk } from './testing-talk-rows.ts';

function rowsOfCustomer(who: Who): Seed[] {
  const { customer, word, fileId } = who;
  const [note, picture] = [randomUUID(), randomUUID()];
  const person = { actor_kind: 'person' };
  const at = new Date();
  return [
    { table: 'customers', row: { id: customer } },
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
  ];
}

/** Papers, places, what they told, wanted and allowed. */
function rowsOfRecord({ customer, word }: Who): Seed[] {
  const own = { id: randomUUID(), customer_id: customer };
  const person = { actor_kind: 'person' };
  const at = new Date();
  return [
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
    { table: 'match_keys', row: { customer_id: customer, key: 42 }, its: ['customer_id'] },
  ];
}

/** Their words moved to somebody else's conversation. */
function rowsOfMoves({ conversation, message, word, other }: Who): Seed[] {
  const regrouping = randomUUID();
  const side = { before: { preview: word }, after: { preview: word } };
  const moved = { message_id: message, marker_id: randomUUID(), from_seq: 1, into_seq: 1 };
  return [
    {
      table: 'regroupings',
      row: {
        ...{ id: regrouping, kind: 'move', from_id: conversation, into_id: other.conversation },
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
      row: { regrouping_id: regrouping, conversation_id: other.conversation, change: side },
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
  const at = new Date();
  const said = (request_id: string) => ({
    ...{ id: randomUUID(), request_id, author_kind: 'customer', text: word, at },
  });
  return [
    { table: 'privacy_requests', row: { id: request, ...asked, customer_id: customer } },
    { table: 'privacy_request_messages', row: said(request) },
    // Nobody was found for this one: the address is shared, or not proven.
    { table: 'privacy_requests', row: { id: loose, ...asked, identity_id: who.identity } },
    { table: 'privacy_request_messages', row: said(loose) },
    {
      table: 'legal_holds',
      row: { id: randomUUID(), customer_id: customer, reason: word, created_at: at, released_at: at },
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

/** What is nobody's alone. */
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
  ];
}

/** What the firm wrote itself, or was told of its own accounts. */
function rowsOfTexts({ inboxId, number }: Who): Seed[] {
  const id = () => randomUUID();
  const at = new Date();
  return [
    {
      table: 'canned_replies',
      row: { id: id(), shortcut: 'a', title: number, text: number, html: number },
    },
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

/** Every seed there is. */
export const seedsOf = (who: Who): Seed[] =>
  [
    rowsOfCustomer,
    rowsOfRecord,
    rowsOfTalk,
    rowsOfMoves,
    rowsOfDeal,
    rowsOfSurvey,
    rowsOfDuties,
    rowsOfFirm,
    rowsOfTexts,
  ].flatMap((rows) => rows(who));
