import type pg from 'pg';
import { type BulkRow, type Columns, insertMany } from '../../../kernel/db/bulk.ts';

const columns: Columns = { message_id: 'uuid', author: 'text', emoji: 'text', at: 'timestamptz' };

/** Puts and takes back reactions: one statement each for any number. Of one author's on a message the last counts. */
export function writeReactions(
  client: pg.ClientBase,
  orgId: string,
  reactions: readonly BulkRow[],
): Promise<unknown>[] {
  const last = [...new Map(reactions.map((row) => [`${row.message_id} ${row.author}`, row])).values()];
  const put = last.filter((row) => row.emoji !== null);
  const taken = last.filter((row) => row.emoji === null);
  const suffix =
    'ON CONFLICT (org_id, message_id, author) DO UPDATE SET emoji = excluded.emoji, at = excluded.at';
  const sent: Promise<unknown>[] = [insertMany(client, { table: 'reactions', columns, orgId, suffix }, put)];
  if (taken.length > 0)
    sent.push(
      client.query({
        name: 'take_reactions',
        text: `DELETE FROM reactions r USING unnest($2::uuid[], $3::text[]) AS t(message_id, author)
          WHERE r.org_id = $1 AND r.message_id = t.message_id AND r.author = t.author`,
        values: [orgId, taken.map((row) => row.message_id), taken.map((row) => row.author)],
      }),
    );
  return sent;
}
