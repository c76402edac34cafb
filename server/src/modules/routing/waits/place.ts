import type { WaitSettings } from '@meada/contract/routing';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict } from '../../../kernel/errors.ts';
import { type BusinessHours, hoursOfRow } from '../../hours/index.ts';
import { settingsOf } from '../rows/queue.ts';

/** A place in the line, held while something is asked for it. */
export type Place = {
  customerId: string;
  settings: WaitSettings;
  /** What they were told last, in minutes. */
  high: number | null;
  hours: BusinessHours | null;
  name: string;
  locale: string;
};

type Row = Omit<Place, 'settings' | 'name'> & { queue: unknown; name: string | null };

/**
 * Holds the conversation of who waits in a queue and reads what the queue offers them. 409 when they wait no longer: nothing
 * can be kept then.
 */
export async function holdPlace(ctx: Ctx, conversationId: string): Promise<Place> {
  await sql`SELECT FROM conversations WHERE org_id = ${ctx.orgId} AND id = ${conversationId} FOR UPDATE`.execute(
    ctx.db,
  );
  const { rows } = await sql<Row>`
    SELECT c.customer_id AS "customerId", q.settings AS queue, t.high,
      coalesce(${hoursOfRow('x')}, ${hoursOfRow('q')}) AS hours, r.name, coalesce(r.locale, z.locale) AS locale
    FROM conversations c
    JOIN work_items w ON w.org_id = c.org_id AND w.conversation_id = c.id AND w.state IN ('waiting', 'offered')
      AND w.kind IN ('conversation', 'callback')
    JOIN queues q ON q.org_id = w.org_id AND q.id = w.queue_id
    JOIN inboxes x ON x.org_id = c.org_id AND x.id = c.inbox_id
    JOIN organisations z ON z.id = c.org_id
    JOIN customers o ON o.org_id = c.org_id AND o.id = c.customer_id
    JOIN customers r ON r.org_id = o.org_id AND r.id = o.canonical_id
    LEFT JOIN told_waits t ON t.org_id = w.org_id AND t.item_id = w.id AND t.ended_at IS NULL
    WHERE c.org_id = ${ctx.orgId} AND c.id = ${conversationId} AND c.status = 'open'`.execute(ctx.db);
  const [row] = rows;
  const settings = row && settingsOf({ settings: row.queue }).wait;
  if (!row || !settings?.tell) throw conflict('They do not wait here.');
  const { queue: _, ...place } = row;
  return { ...place, name: row.name ?? '', settings };
}
