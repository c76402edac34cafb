import type { Queue, changeQueue as route } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { queueById } from '../views/queues.ts';
import { attendance, checkQueue, leaveDefault, lockQueues, takeInboxes } from './store.ts';

type Changing = Pick<Input<typeof route>, 'params' | 'body'>;

/**
 * Changes a queue. Work that waits in it asks for the skills the queue asks for now, and counts as it says; what agents have
 * stays with them, counted as it was.
 * Throws `not_found`, `refused`.
 */
export async function changeQueue(ctx: Ctx, { params, body }: Changing): Promise<Queue> {
  permit(ctx.actor, 'routing.manage');
  await lockQueues(ctx);
  const { id, settings: before } = await queueById(ctx, params.id);
  await checkQueue(ctx, id, body);
  if (body.isDefault) await leaveDefault(ctx);
  await ctx.db
    .updateTable('queues')
    .set({
      ...{ name: body.name, team_id: body.teamId, is_default: body.isDefault },
      ...attendance(body),
      ...{ settings: JSON.stringify(body.settings), updated_at: ctx.clock.now() },
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  await takeInboxes(ctx, id, body);
  const [was, weight] = [before.weight, body.settings.weight];
  if (was !== weight) await weigh(ctx, id, { was, weight });
  if (JSON.stringify(before.skills) !== JSON.stringify(body.settings.skills)) await askFor(ctx, id, body);
  ctx.emit({ name: 'routing.changed', facts: { what: 'queue', queueId: id } });
  ctx.audit({ action: 'queue.changed', subject: { kind: 'queue', id }, facts: { name: body.name } });
  return queueById(ctx, id);
}

/** What waits counts as the queue says by now, but for what a rule weighed; what agents have stays as it was counted. */
const weigh = (ctx: Ctx, id: string, { was, weight }: { was: number; weight: number }): Promise<unknown> =>
  sql`UPDATE work_items SET weight = ${weight}, version = version + 1
    WHERE org_id = ${ctx.orgId} AND queue_id = ${id} AND done_at IS NULL AND state = 'waiting' AND weight = ${was}
      AND kind <> 'hand_over'`.execute(ctx.db);

async function askFor(ctx: Ctx, id: string, { settings }: Changing['body']): Promise<void> {
  const skills = JSON.stringify(settings.skills.map(({ skillId, level }) => ({ skill: skillId, level })));
  await sql`UPDATE work_items SET skills = ${skills}::jsonb, version = version + 1
    WHERE org_id = ${ctx.orgId} AND queue_id = ${id} AND done_at IS NULL AND state IN ('waiting', 'offered')`.execute(
    ctx.db,
  );
}
