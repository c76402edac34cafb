import { rolePermissions } from '../../../../contract/src/permissions.ts';
import type { PersonActor } from '../../../../server/src/kernel/actor.ts';
import type { Kernel } from '../../../../server/src/kernel/ctx.ts';
import { indexEverything } from '../../../../server/src/modules/conversations/index.ts';
import { factWords } from '../../../../server/src/modules/conversations/searching/index-messages.ts';
import { createOrganisation } from '../../../../server/src/modules/organisations/index.ts';
import { fill } from '../fill.ts';
import { say } from '../report.ts';
import type { Rig } from '../rig.ts';

/** Words there are; the r-th is about 1/r as common as the first (Zipf), as in what people write. */
const wordsInUse = 20_000;
const syllables = 'pa,re,ci,to,lu,men,da,sor,vi,que,bra,no,tar,fe,ção,gui,mas,le,ros,ti'.split(',');

/** The word of a rank, from 1: three or four syllables, never the same for two ranks. */
export const wordOf = (rank: number): string => {
  const parts = [];
  for (let rest = rank + 8000; rest > 0; rest = Math.floor(rest / 20)) parts.push(syllables[rest % 20]);
  return parts.join('');
};

/** What the m-th message says: fifteen words, each by Zipf's law. */
const said = `(SELECT string_agg(w.word, ' ') FROM generate_series(1, 15) k
  JOIN bench_words w ON w.rank = floor(exp((abs(hashint8(m * 31 + k)) % 1000000) / 1000000.0 * ln(${wordsInUse}.0)))::int)`;

/** An organisation with so many messages, twenty a conversation; one that a kept folder has already is taken as it is. */
export async function talkativeBase(rig: Rig, kernel: Kernel, messages: number): Promise<string> {
  const c = rig.superuser;
  const { rows } = await c.query<{ id: string }>(
    `SELECT id FROM organisations WHERE name = 'Conversadeira'
      AND (SELECT count(*) FROM message_search s WHERE s.org_id = organisations.id) >= $1`,
    [messages],
  );
  if (rows[0]) return rows[0].id;
  const { id: orgId } = await createOrganisation(kernel, { name: 'Conversadeira' });
  const inbox = await c.query<{ id: string }>(
    `INSERT INTO inboxes (org_id, id, channel, name, brand_id, route_key)
      SELECT $1, gen_random_uuid(), 'api', 'Loja', id, 'loja' FROM brands WHERE org_id = $1 LIMIT 1 RETURNING id`,
    [orgId],
  );
  await inUse(rig);
  const indexes = await c.query<{ name: string; made: string }>(`
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index
    WHERE indrelid IN ('message_search'::regclass, 'search_words'::regclass) AND NOT indisprimary`);
  const index = async () => {
    say(`${messages} messages; indexing`);
    // As a restore does it, but for the indexes, which are made faster over what is there.
    for (const { name } of indexes.rows) await c.query(`DROP INDEX ${name}`);
    await c.query(indexEverything);
    for (const { made } of indexes.rows) await c.query(made);
  };
  const place = { orgId, inboxId: inbox.rows[0]?.id ?? '' };
  await fill(rig, place, { conversations: messages / 20, messages, said: { text: said, index } });
  return orgId;
}

const quietId = '00000000-0000-7000-8000-00000000e3a1';

/** A second inbox, of another channel: one conversation in a thousand went through it. */
export async function quietInbox(rig: Rig, orgId: string): Promise<void> {
  const c = rig.superuser;
  await c.query('SET session_replication_role = replica');
  const { rowCount } = await c.query(
    `INSERT INTO inboxes (org_id, id, channel, name, brand_id, route_key)
      SELECT $1, $2, 'email', 'Cartas', id, 'cartas' FROM brands WHERE org_id = $1 LIMIT 1 ON CONFLICT DO NOTHING`,
    [orgId, quietId],
  );
  if (rowCount) {
    const { rows } = await c.query<{ id: string }>(
      `UPDATE messages m SET inbox_id = $2 FROM conversations c WHERE m.org_id = $1 AND c.org_id = $1
        AND c.id = m.conversation_id AND right(c.protocol, 8)::int % 1000 = 7 RETURNING m.id`,
      [orgId, quietId],
    );
    await c.query(
      `UPDATE message_search s SET terms = ts_delete(s.terms, (SELECT array_agg(w)
          FROM unnest(tsvector_to_array(s.terms)) AS w WHERE w LIKE '#in:%')) || array_to_tsvector(ARRAY[$3])
        WHERE s.org_id = $1 AND s.message_id = ANY ($2)`,
      [orgId, rows.map(({ id }) => id), factWords.inbox(quietId)],
    );
    await c.query('VACUUM ANALYZE messages, message_search');
  }
  await c.query('SET session_replication_role = origin');
}

/** Notes on customers, fifteen words each by Zipf's law, as the triggers index them; once for a kept folder. */
export async function notedBase(rig: Rig, orgId: string, notes: number): Promise<void> {
  const c = rig.superuser;
  const { rowCount } = await c.query('SELECT FROM customer_notes WHERE org_id = $1 LIMIT 1', [orgId]);
  if (rowCount) return;
  say(`${notes} notes on customers`);
  await inUse(rig);
  await c.query(
    `INSERT INTO customer_notes (org_id, id, customer_id, text, author_kind, created_at)
      SELECT $1, gen_random_uuid(), k.id, ${said}, 'system', now() - ($2 - m) * interval '1 minute'
      FROM generate_series(1, $2::bigint) AS m
      JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS all FROM customers WHERE org_id = $1) AS k
        ON k.n = 1 + m % k.all`,
    [orgId, notes],
  );
  await c.query('VACUUM ANALYZE customer_notes, record_search');
}

/** The words there are, for this connection. */
async function inUse(rig: Rig): Promise<void> {
  const c = rig.superuser;
  await c.query('CREATE TEMP TABLE IF NOT EXISTS bench_words (rank integer PRIMARY KEY, word text)');
  await c.query(
    'INSERT INTO bench_words SELECT * FROM unnest($1::int[], $2::text[]) ON CONFLICT DO NOTHING',
    [
      Array.from({ length: wordsInUse }, (_, at) => at + 1),
      Array.from({ length: wordsInUse }, (_, at) => wordOf(at + 1)),
    ],
  );
}

const agentId = '00000000-0000-7000-8000-00000000a6e7';

/** An agent who sees only what is assigned to them: one conversation in sixty. */
export async function narrowAgent(rig: Rig, orgId: string): Promise<PersonActor> {
  const c = rig.superuser;
  await c.query('SET session_replication_role = replica');
  const { rowCount } = await c.query(
    `INSERT INTO members (org_id, id, name, email, role, visibility)
      VALUES ($1, $2, 'Nara', 'nara@bench.example', 'agent', 'assigned') ON CONFLICT DO NOTHING`,
    [orgId, agentId],
  );
  if (rowCount)
    await c.query(
      'UPDATE conversations SET assignee_id = $2 WHERE org_id = $1 AND right(protocol, 8)::int % 60 = 0',
      [orgId, agentId],
    );
  await c.query('SET session_replication_role = origin');
  const permissions = new Set(rolePermissions.agent);
  const who = {
    kind: 'person',
    id: agentId,
    orgId,
    sessionId: agentId,
    name: 'Nara',
    role: 'agent',
  } as const;
  return { ...who, permissions, visibility: 'assigned', teamIds: [] };
}
