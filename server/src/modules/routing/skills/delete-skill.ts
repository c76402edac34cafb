import type { deleteSkill as route } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { loadQueues } from '../intake/facts.ts';
import { loadRules } from '../intake/places.ts';
import { settingsOf } from '../rows/queue.ts';
import { skillById } from './views.ts';

/** Forgets a skill: agents lose it, waiting work asks for it no longer. 409 while a queue or a rule asks for it. */
export async function deleteSkill(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'routing.manage');
  const { id } = await skillById(ctx, params.id);
  const { byId } = await loadQueues(ctx);
  for (const queue of byId.values()) {
    const { skills, steps } = settingsOf(queue);
    const named = [...skills.map(({ skillId }) => skillId), ...steps.flatMap(({ dropSkills }) => dropSkills)];
    if (named.includes(id)) throw conflict(`The queue ${queue.name} asks for it.`);
  }
  const rule = (await loadRules(ctx)).find(({ skills }) => skills.some(({ skillId }) => skillId === id));
  if (rule) throw conflict(`The intake rule ${rule.name} asks for it.`);
  await sql`UPDATE work_items SET version = version + 1, skills = (
      SELECT coalesce(jsonb_agg(one), '[]') FROM jsonb_array_elements(skills) AS one WHERE one->>'skill' <> ${id})
    WHERE org_id = ${ctx.orgId} AND done_at IS NULL AND skills @> jsonb_build_array(jsonb_build_object('skill', ${id}::text))`.execute(
    ctx.db,
  );
  await ctx.db.deleteFrom('skills').where('org_id', '=', ctx.orgId).where('id', '=', id).execute();
  ctx.emit({ name: 'routing.changed', facts: { what: 'skill', queueId: null } });
  ctx.audit({ action: 'skill.deleted', subject: { kind: 'skill', id } });
  return { ok: true };
}
