import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import { lateMs } from './rules.ts';
import { ruleFor, rulesOf } from './survey-rules.ts';

/** Hears that conversations were resolved, or taken up again; hearing it twice does no harm. */
export async function planSurveys(kernel: Kernel, events: LoggedEvent[]): Promise<void> {
  const moved = events.filter(
    ({ name, facts }) =>
      name === 'conversation.changed' && Array.isArray(facts.what) && facts.what.includes('status'),
  );
  for (const [orgId, list] of Map.groupBy(moved, (event) => event.orgId)) {
    const ids = [...new Set(list.map((event) => String(event.facts.conversationId)))];
    await inTransaction(kernel, systemActor(orgId), (ctx) => plan(ctx, ids));
  }
}

type Row = {
  id: string;
  customer_id: string;
  inbox_id: string;
  brand_id: string;
  status: string;
  resolved_at: Date | null;
  person_id: string | null;
  team_id: string | null;
};

async function plan(ctx: Ctx, ids: string[]): Promise<void> {
  const rules = await rulesOf(ctx);
  if (!rules.some((rule) => rule.active)) return;
  // Whoever had it, else who spoke for the firm last.
  const { rows } = await sql<Row>`
    SELECT c.id, c.customer_id, c.inbox_id, c.brand_id, c.status, c.resolved_at, c.team_id,
      coalesce(c.assignee_id, (SELECT m.author_id FROM messages m WHERE m.org_id = c.org_id AND m.conversation_id = c.id
        AND m.author_kind = 'person' AND m.visibility <> 'internal' AND m.automatic = 'no' AND NOT m.echo
        ORDER BY m.seq DESC LIMIT 1)) AS person_id
    FROM conversations c WHERE c.org_id = ${ctx.orgId} AND c.id = ANY (${ids}::uuid[]) AND c.merged_into_id IS NULL`.execute(
    ctx.db,
  );
  const now = ctx.clock.now();
  for (const row of rows) {
    const rule = ruleFor(rules, { inboxId: row.inbox_id, brandId: row.brand_id });
    const { activeSince } = rule;
    if (row.status !== 'resolved' || !row.resolved_at || !rule.active || !activeSince) continue;
    const dueAt = new Date(row.resolved_at.getTime() + rule.delayMinutes * 60_000);
    if (row.resolved_at < activeSince || now.getTime() - dueAt.getTime() > lateMs) continue;
    await insert(ctx, row, { dueAt, scale: rule.scale, comments: rule.comments });
  }
}

type Plan = { dueAt: Date; scale: string; comments: boolean };

async function insert(ctx: Ctx, row: Row, { dueAt, scale, comments }: Plan): Promise<void> {
  const made = await ctx.db
    .insertInto('surveys')
    .values({
      org_id: ctx.orgId,
      id: ctx.ids.uuid(),
      conversation_id: row.id,
      customer_id: row.customer_id,
      inbox_id: row.inbox_id,
      person_id: row.person_id,
      team_id: row.team_id,
      resolved_at: row.resolved_at as Date,
      due_at: dueAt,
      scale,
      comments,
      created_at: ctx.clock.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) ctx.afterCommit(() => ctx.bus.wake('surveys'));
}
