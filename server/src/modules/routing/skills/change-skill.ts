import type { changeSkill as route, Skill } from '@meada/contract/routes/routing';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { checkName, skillById } from './views.ts';

/** Renames a skill. Throws `not_found`, `refused`. */
export async function changeSkill(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Skill> {
  permit(ctx.actor, 'routing.manage');
  const { id } = await skillById(ctx, params.id);
  await checkName(ctx, body.name, id);
  await ctx.db
    .updateTable('skills')
    .set({ name: body.name })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  ctx.emit({ name: 'routing.changed', facts: { what: 'skill', queueId: null } });
  ctx.audit({ action: 'skill.changed', subject: { kind: 'skill', id } });
  return skillById(ctx, id);
}
