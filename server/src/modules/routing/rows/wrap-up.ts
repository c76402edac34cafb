import type { Ctx } from '../../../kernel/ctx.ts';
import type { Queues } from '../intake/facts.ts';
import type { ItemRow } from './item.ts';
import { settingsOf } from './queue.ts';

/** The time after a contact that belongs to the agent begins; answers until when, null where the queue gives none. */
export async function startWrapUp(
  ctx: Ctx,
  queues: Queues,
  { item, at }: { item: ItemRow; at: Date },
): Promise<Date | null> {
  const queue = queues.byId.get(item.queue_id);
  const seconds = queue ? settingsOf(queue).wrapUpSeconds : 0;
  if (seconds === 0 || item.agent_id === null) return null;
  const until = new Date(at.getTime() + seconds * 1000);
  await ctx.db
    .updateTable('agents')
    .set({ wrap_until: until })
    .where('org_id', '=', ctx.orgId)
    .where('person_id', '=', item.agent_id)
    .execute();
  ctx.emit({ name: 'agent.changed', facts: { personId: item.agent_id, what: 'wrap_up', by: null } });
  return until;
}
