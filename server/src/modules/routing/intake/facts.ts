import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { ConversationFacts } from '../rows/lock.ts';
import { attendance, type QueueRow } from '../rows/queue.ts';

/** What is owed in a conversation beside an answer; a comment or a mention is a conversation that is owed an answer in public. */
export type Owed = { kind: 'conversation' | 'callback' | 'complaint' | 'review'; due: Date | null };

/** Calls and public answers that are owed, by conversation; a call first. */
export async function owedIn(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Owed>> {
  const { rows } = await sql<Owed & { conversation_id: string }>`
    SELECT d.conversation_id, CASE WHEN d.kind IN ('review', 'complaint') THEN d.kind ELSE 'conversation' END AS kind, d.due_at AS due
    FROM public_duties d WHERE d.org_id = ${ctx.orgId} AND d.conversation_id = ANY (${[...ids]}::uuid[])
      AND d.settled_at IS NULL AND d.state IN ('open', 'to_publish')
    UNION ALL
    SELECT b.conversation_id, 'callback', b.promised_at FROM callbacks b
    WHERE b.org_id = ${ctx.orgId} AND b.conversation_id = ANY (${[...ids]}::uuid[]) AND b.settled_at IS NULL`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ conversation_id, kind, due }) => [conversation_id, { kind, due }]));
}

/** The earlier of two deadlines, where there are any. */
export function earlier(one: Date | null | undefined, other: Date | null | undefined): Date | null {
  if (!one || !other) return one ?? other ?? null;
  return one <= other ? one : other;
}

export type Queues = {
  byId: ReadonlyMap<string, QueueRow>;
  /** The queue an inbox's conversations enter; null: none, they are nobody's business here. */
  forInbox(inboxId: string): QueueRow | null;
};

/** Queues that stand, and which inbox enters which. */
export async function loadQueues(ctx: Ctx): Promise<Queues> {
  const { rows } = await sql<QueueRow & { inboxes: string[] }>`
    SELECT q.id, q.name, q.team_id, q.settings, q.is_default, q.position, ${attendance},
      ARRAY(SELECT i.inbox_id FROM queue_inboxes i WHERE i.org_id = q.org_id AND i.queue_id = q.id) AS inboxes
    FROM queues q WHERE q.org_id = ${ctx.orgId} AND q.archived_at IS NULL ORDER BY q.position, q.id`.execute(
    ctx.db,
  );
  const byInbox = new Map(rows.flatMap((row) => row.inboxes.map((id) => [id, row] as const)));
  const usual = rows.find(({ is_default }) => is_default) ?? null;
  return {
    byId: new Map(rows.map((row) => [row.id, row])),
    forInbox: (inboxId) => byInbox.get(inboxId) ?? usual,
  };
}

const priorities: Record<string, number> = { low: -1, normal: 0, high: 1, urgent: 2 };
/** Loudness of a matter (0 to 100) that counts as one step of priority. */
const loudnessStep = 50;

/** Priority as the router has it: steps of the conversation's own, and how loud the matter is. */
export const priorityOf = ({
  priority,
  loudness,
}: Pick<ConversationFacts, 'priority' | 'loudness'>): number =>
  (priorities[priority] ?? 0) + loudness / loudnessStep;
