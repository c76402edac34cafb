import type { Ctx } from '../../kernel/ctx.ts';
import { type Columns, insertMany } from '../../kernel/db/bulk.ts';
import type { Line } from './registry.ts';

/** Writes of the timeline. */

const columns: Columns = {
  id: 'uuid',
  customer_id: 'uuid',
  key: 'text',
  kind: 'text',
  name: 'text',
  at: 'timestamptz',
  place: 'bigint',
  conversation_id: 'uuid',
  inbox_id: 'uuid',
  actor_kind: 'text',
  actor_id: 'uuid',
  person_ids: 'uuid[]',
  ref_id: 'uuid',
  facts: 'jsonb',
  first_seq: 'integer',
};
/** A line that is there is told anew; it never moves back in time. */
const suffix = `ON CONFLICT (org_id, customer_id, key) DO UPDATE SET at = excluded.at,
  place = greatest(timeline_entries.place, excluded.place), inbox_id = excluded.inbox_id, person_ids = excluded.person_ids,
  ref_id = excluded.ref_id, facts = excluded.facts, first_seq = excluded.first_seq, name = excluded.name`;

/** Keeps lines, each once for its customer; the last of equal ones counts. Rows are written in one order. */
export async function keepLines(ctx: Ctx, lines: readonly Line[]): Promise<void> {
  const once = new Map(lines.map((line) => [`${line.customerId} ${line.key}`, line]));
  const rows = [...once.entries()].sort(([one], [other]) => (one < other ? -1 : 1));
  await insertMany(
    ctx.client,
    { table: 'timeline_entries', columns, orgId: ctx.orgId, suffix },
    rows.map(([, line]) => ({
      id: ctx.ids.uuid(),
      customer_id: line.customerId,
      key: line.key,
      kind: line.kind,
      name: line.name,
      at: line.at,
      place: line.place,
      conversation_id: line.conversationId ?? null,
      inbox_id: line.inboxId ?? null,
      actor_kind: line.actor.kind,
      actor_id: line.actor.id,
      person_ids: [...(line.personIds ?? [])],
      ref_id: line.refId ?? null,
      facts: line.facts ?? {},
      first_seq: line.firstSeq ?? null,
    })),
  );
}
