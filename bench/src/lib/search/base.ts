import type { Kernel } from '../../../../server/src/kernel/ctx.ts';
import { indexEverything } from '../../../../server/src/modules/conversations/index.ts';
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
  await c.query('CREATE TEMP TABLE bench_words (rank integer PRIMARY KEY, word text)');
  await c.query('INSERT INTO bench_words SELECT * FROM unnest($1::int[], $2::text[])', [
    Array.from({ length: wordsInUse }, (_, at) => at + 1),
    Array.from({ length: wordsInUse }, (_, at) => wordOf(at + 1)),
  ]);
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
