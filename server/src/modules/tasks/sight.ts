import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { may } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { seenBy } from '../conversations/index.ts';

/** Who sees a task `t`, and who may change it, in SQL. */

type Condition = RawBuilder<SqlBool>;

const meOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'person' ? ctx.actor.id : null);
const teamsOf = (ctx: Ctx): readonly string[] => ('teamIds' in ctx.actor ? ctx.actor.teamIds : []);

const heldBy = (
  ctx: Ctx,
  also: RawBuilder<unknown>,
): Condition => sql<SqlBool>`EXISTS (SELECT FROM work_items w
  WHERE w.org_id = t.org_id AND w.task_id = t.id AND w.agent_id = ${meOf(ctx)}::uuid AND ${also})`;
/** Has it from a queue, or had it when it was done. */
const holds = (ctx: Ctx): Condition =>
  heldBy(ctx, sql`(w.done_at IS NULL OR t.done_at IS NOT NULL) AND w.state <> 'offered'`);
export const isMine = (ctx: Ctx): Condition => sql<SqlBool>`(EXISTS (SELECT FROM task_people p
  WHERE p.org_id = t.org_id AND p.task_id = t.id AND p.person_id = ${meOf(ctx)}::uuid) OR ${holds(ctx)})`;
export const isOfMyTeam = (ctx: Ctx): Condition =>
  sql<SqlBool>`coalesce(t.team_id = ANY (${[...teamsOf(ctx)]}::uuid[]), false)`;
export const isGiven = (ctx: Ctx): Condition =>
  sql<SqlBool>`(coalesce(t.created_by = ${meOf(ctx)}::uuid, false) AND NOT ${isMine(ctx)})`;
/** Nobody who works here, no team, and no queue gives it to anybody. */
export const isUnowned = sql<SqlBool>`(t.team_id IS NULL AND NOT EXISTS (SELECT FROM work_items w
  WHERE w.org_id = t.org_id AND w.task_id = t.id AND w.done_at IS NULL) AND NOT EXISTS (SELECT FROM task_people p
  JOIN members m ON m.org_id = p.org_id AND m.id = p.person_id AND m.active
  WHERE p.org_id = t.org_id AND p.task_id = t.id))`;

/** Responsible, at work on it, of the team, or who made it; with `tasks.manage` everybody. */
export function mayChange(ctx: Ctx): Condition {
  if (may(ctx.actor, 'tasks.manage')) return sql<SqlBool>`true`;
  if (!may(ctx.actor, 'tasks.write')) return sql<SqlBool>`false`;
  return sql<SqlBool>`(${isMine(ctx)} OR ${isOfMyTeam(ctx)} OR coalesce(t.created_by = ${meOf(ctx)}::uuid, false))`;
}

const seesConversation = (ctx: Ctx): Condition =>
  may(ctx.actor, 'conversations.read')
    ? sql<SqlBool>`EXISTS (SELECT FROM conversations c WHERE c.org_id = t.org_id AND c.id = t.conversation_id AND ${seenBy(ctx.actor)})`
    : sql<SqlBool>`false`;

/** Those, who is offered it or had it from a queue, and whoever sees what it is about. */
export function seesTask(ctx: Ctx): Condition {
  if (may(ctx.actor, 'tasks.manage')) return sql<SqlBool>`true`;
  const own = sql`${isMine(ctx)} OR ${heldBy(ctx, sql`true`)} OR ${isOfMyTeam(ctx)} OR coalesce(t.created_by = ${meOf(ctx)}::uuid, false)`;
  const about = [
    sql`(t.conversation_id IS NOT NULL AND ${seesConversation(ctx)})`,
    ...(may(ctx.actor, 'deals.read') ? [sql`(t.conversation_id IS NULL AND t.deal_id IS NOT NULL)`] : []),
    ...(may(ctx.actor, 'customers.read')
      ? [sql`(t.conversation_id IS NULL AND t.deal_id IS NULL AND t.customer_id IS NOT NULL)`]
      : []),
  ];
  return sql<SqlBool>`(${own} OR ${sql.join(about, sql` OR `)})`;
}
