import type { IntakeRule, putIntakeRules as route } from '@meada/contract/routes/intake';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { loadRules } from '../intake/places.ts';
import { lockQueues } from '../queues/store.ts';
import { checkRules } from './check.ts';

/** Puts the whole list in its order; work nobody has begun is placed anew behind the log. Throws `not_found`. */
export async function putIntakeRules(
  ctx: Ctx,
  { body }: Pick<Input<typeof route>, 'body'>,
): Promise<{ items: IntakeRule[] }> {
  permit(ctx.actor, 'routing.manage');
  await lockQueues(ctx);
  await checkRules(ctx, body.items);
  await ctx.db.deleteFrom('intake_rules').where('org_id', '=', ctx.orgId).execute();
  const rows = body.items.map(({ name, active, conditions, queueId, skills, weight }, position) => ({
    ...{ org_id: ctx.orgId, position, name, active, queue_id: queueId, weight },
    ...{ conditions: JSON.stringify(conditions), skills: JSON.stringify(skills) },
  }));
  if (rows.length > 0) await ctx.db.insertInto('intake_rules').values(rows).execute();
  ctx.emit({ name: 'routing.changed', facts: { what: 'rule', queueId: null } });
  ctx.audit({ action: 'intake_rules.changed', facts: { count: rows.length } });
  return { items: await loadRules(ctx) };
}
