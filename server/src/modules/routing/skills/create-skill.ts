import type { createSkill as route, Skill } from '@meada/contract/routes/routing';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { checkName, skillById } from './views.ts';

/** A new skill. Throws `refused` where there is one of the name. */
export async function createSkill(ctx: Ctx, { body }: Pick<Input<typeof route>, 'body'>): Promise<Skill> {
  permit(ctx.actor, 'routing.manage');
  await checkName(ctx, body.name, null);
  const id = ctx.ids.uuid();
  await ctx.db.insertInto('skills').values({ org_id: ctx.orgId, id, name: body.name }).execute();
  ctx.emit({ name: 'routing.changed', facts: { what: 'skill', queueId: null } });
  ctx.audit({ action: 'skill.created', subject: { kind: 'skill', id } });
  return skillById(ctx, id);
}
