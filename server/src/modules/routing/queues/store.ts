import type { BodyOf } from '@meada/contract/route';
import type { createQueue } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import { checkTemplates } from '../../conversations/index.ts';
import { requireHours } from '../../hours/index.ts';
import { knownIn } from '../agents/known.ts';

export type QueueInput = BodyOf<typeof createQueue>;

/** One change of queues of an organisation at a time: names, the default and inboxes are taken from one another. */
export const lockQueues = (ctx: Ctx): Promise<unknown> =>
  ctx.client.query("SELECT pg_advisory_xact_lock(hashtextextended('queues ' || $1, 0))", [ctx.orgId]);

/** Throws `not_found` for what is named and not there, `refused` for a name that is taken. */
export async function checkQueue(ctx: Ctx, id: string | null, body: QueueInput): Promise<void> {
  const { settings } = body;
  await knownIn(ctx, 'inboxes', body.inboxIds);
  if (body.teamId) await knownIn(ctx, 'teams', [body.teamId]);
  await knownIn(ctx, 'inboxes', [
    ...settings.wait.keepOver,
    ...settings.wait.templates.map(({ wayInboxId }) => wayInboxId),
  ]);
  await checkTemplates(ctx, settings.wait.templates, 'body.settings.wait.templates');
  await knownIn(ctx, 'skills', [
    ...settings.skills.map(({ skillId }) => skillId),
    ...settings.steps.flatMap(({ dropSkills }) => dropSkills),
  ]);
  await knownIn(ctx, 'queues', [
    ...settings.steps.flatMap(({ overflowTo }) => overflowTo),
    ...(body.afterHoursId ? [body.afterHoursId] : []),
  ]);
  if (id !== null && body.afterHoursId === id)
    throw refused('It cannot stand in for itself.', 'body.afterHoursId');
  await requireHours(ctx, body.hoursId);
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM queues WHERE org_id = ${ctx.orgId} AND archived_at IS NULL AND lower(name) = lower(${body.name})`.execute(
    ctx.db,
  );
  if (rows.some((row) => row.id !== id)) throw refused('There is a queue of this name.', 'body.name');
}

/** The columns that say when it is attended, and what happens outside of that. */
export const attendance = ({ hoursId, afterHoursId, awayMessage }: QueueInput) => ({
  hours_id: hoursId,
  after_hours_id: afterHoursId,
  away_message: awayMessage,
});

/** Inboxes a queue takes leave the queue they were in; so does being the default. */
export async function takeInboxes(ctx: Ctx, id: string, body: QueueInput): Promise<void> {
  await ctx.db
    .deleteFrom('queue_inboxes')
    .where('org_id', '=', ctx.orgId)
    .where('queue_id', '=', id)
    .execute();
  for (const inbox_id of new Set(body.inboxIds))
    await ctx.db
      .insertInto('queue_inboxes')
      .values({ org_id: ctx.orgId, inbox_id, queue_id: id })
      .onConflict((other) => other.columns(['org_id', 'inbox_id']).doUpdateSet({ queue_id: id }))
      .execute();
}

/** Only one queue is the default. */
export const leaveDefault = (ctx: Ctx): Promise<unknown> =>
  ctx.db
    .updateTable('queues')
    .set({ is_default: false })
    .where('org_id', '=', ctx.orgId)
    .where('is_default', '=', true)
    .execute();
