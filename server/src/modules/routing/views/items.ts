import type { WorkItem } from '@meada/contract/routes/routing';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { customerRefs } from '../../customers/index.ts';
import { handOversOf } from '../hand-over/views.ts';
import { type ItemRow, isHandOver } from '../rows/item.ts';

type Row = Omit<
  WorkItem,
  | 'conversation'
  | 'task'
  | 'leftDraft'
  | 'handOver'
  | 'since'
  | 'until'
  | 'arrivedAt'
  | 'waitingSince'
  | 'deadline'
  | 'escalatedAt'
> & {
  since: Date | null;
  until: Date | null;
  arrivedAt: Date;
  waitingSince: Date;
  deadline: Date | null;
  escalatedAt: Date | null;
  conversation_id: string | null;
  protocol: string;
  subject: string | null;
  preview: string | null;
  customer_id: string;
  task_id: string | null;
  task_title: string;
  task_due: Date | null;
  task_day: boolean;
  task_customer: string | null;
  task_conversation: string | null;
  left_by: string | null;
  draft: string | null;
  html: string | null;
  leg_id: string | null;
  internal: boolean;
  draft_at: Date;
};

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/**
 * Open items as the desk shows them, in an order. Who holds an item also sees what the one before was writing; `reader` is
 * null where nobody in particular looks.
 */
export async function workItems(
  ctx: Ctx,
  where: RawBuilder<unknown>,
  { reader, limit = 500, over = false }: { reader: string | null; limit?: number; over?: boolean },
): Promise<WorkItem[]> {
  const { rows } = await sql<Row>`
    SELECT w.id, w.kind, w.class, w.channel, w.queue_id AS "queueId", w.state, w.agent_id AS "agentId", w.since, w.until,
      w.arrived_at AS "arrivedAt", w.waiting_since AS "waitingSince", w.deadline, w.priority, w.weight, w.attempts,
      w.preferred_id AS "preferredId", w.escalated_at AS "escalatedAt", w.conversation_id, c.protocol, c.subject, c.preview,
      c.customer_id, w.left_by, w.task_id, t.title AS task_title, t.due_at AS task_due, t.due_day AS task_day,
      t.customer_id AS task_customer, t.conversation_id AS task_conversation, d.text AS draft, d.html, d.leg_id, d.internal, d.at AS draft_at
    FROM work_items w
    LEFT JOIN conversations c ON c.org_id = w.org_id AND c.id = w.conversation_id
    LEFT JOIN tasks t ON t.org_id = w.org_id AND t.id = w.task_id
    LEFT JOIN drafts d ON d.org_id = w.org_id AND d.conversation_id = w.conversation_id AND d.person_id = w.left_by
      AND w.agent_id = ${reader}::uuid AND w.state IN ('active', 'paused') AND w.left_by <> w.agent_id
    WHERE w.org_id = ${ctx.orgId} AND ${over ? sql`true` : sql`w.done_at IS NULL`} AND ${where}
    ORDER BY w.class = 'deferred', w.urgency, w.id LIMIT ${limit}`.execute(ctx.db);
  const refs = await customerRefs(
    ctx,
    rows.flatMap((row) => (row.conversation_id ? row.customer_id : row.task_customer) ?? []),
  );
  const asks = await handOversOf(
    ctx,
    rows.flatMap(({ conversation_id: of }) => of ?? []),
  );
  return rows.map((row) => ({ ...shown(row, refs), handOver: asks.get(row.conversation_id ?? '') ?? null }));
}

function shown(row: Row, refs: Awaited<ReturnType<typeof customerRefs>>): Omit<WorkItem, 'handOver'> {
  const { id, kind, channel, queueId, state, agentId, priority, weight, attempts, preferredId } = row;
  return {
    ...{ id, kind, class: row.class, channel, queueId, state, agentId },
    ...{ priority, weight, attempts, preferredId },
    since: iso(row.since),
    until: iso(row.until),
    arrivedAt: row.arrivedAt.toISOString(),
    waitingSince: row.waitingSince.toISOString(),
    deadline: iso(row.deadline),
    escalatedAt: iso(row.escalatedAt),
    conversation: row.conversation_id
      ? {
          id: row.conversation_id,
          protocol: row.protocol,
          subject: row.subject,
          customer: found(refs.get(row.customer_id), 'customer'),
          preview: row.preview,
        }
      : null,
    task: row.task_id
      ? {
          ...{ id: row.task_id, title: row.task_title, dueAt: iso(row.task_due), dueDay: row.task_day },
          customer: refs.get(row.task_customer ?? '') ?? null,
          conversationId: row.task_conversation,
        }
      : null,
    leftDraft:
      row.draft !== null && row.left_by !== null
        ? {
            ...{ personId: row.left_by, text: row.draft, html: row.html, legId: row.leg_id },
            ...{ internal: row.internal, at: row.draft_at.toISOString() },
          }
        : null,
  };
}

/** One open item for whoever has just acted on it. */
export async function workById(ctx: Ctx, id: string): Promise<WorkItem> {
  const reader = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  return found((await workItems(ctx, sql`w.id = ${id}`, { reader }))[0], 'item of work');
}

/**
 * What whoever has just taken an item has now: by a hand-over the work of its conversation. Where nothing is owed there the
 * hand-over itself, as theirs.
 */
export async function workAfter(ctx: Ctx, item: ItemRow): Promise<WorkItem> {
  if (!isHandOver(item)) return workById(ctx, item.id);
  const reader = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  const own = sql`w.conversation_id = ${item.conversation_id} AND w.kind <> 'hand_over'`;
  const [theirs] = await workItems(ctx, own, { reader });
  if (theirs) return theirs;
  const [over] = await workItems(ctx, sql`w.id = ${item.id}`, { reader, over: true });
  return { ...found(over, 'item of work'), state: 'active', agentId: reader, until: null };
}
