import type { Queue, createQueue as route } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { queueById } from '../views/queues.ts';
import { attendance, checkQueue, leaveDefault, lockQueues, takeInboxes } from './store.ts';

/** A new queue, at the end of the list; what waits in its inboxes enters it. Throws `not_found`, `refused`. */
export async function createQueue(ctx: Ctx, { body }: Pick<Input<typeof route>, 'body'>): Promise<Queue> {
  permit(ctx.actor, 'routing.manage');
  await lockQueues(ctx);
  await checkQueue(ctx, null, body);
  if (body.isDefault) await leaveDefault(ctx);
  const id = ctx.ids.uuid();
  await ctx.db
    .insertInto('queues')
    .values({
      ...{ org_id: ctx.orgId, id, name: body.name, team_id: body.teamId, is_default: body.isDefault },
      ...attendance(body),
      settings: JSON.stringify(body.settings),
      position: sql<number>`(SELECT coalesce(max(position) + 1, 0) FROM queues WHERE org_id = ${ctx.orgId})`,
    })
    .execute();
  await takeInboxes(ctx, id, body);
  ctx.emit({ name: 'routing.changed', facts: { what: 'queue', queueId: id } });
  ctx.audit({ action: 'queue.created', subject: { kind: 'queue', id }, facts: { name: body.name } });
  return queueById(ctx, id);
}
