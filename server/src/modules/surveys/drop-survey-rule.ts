import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';

/** Takes a rule away; the next wider one counts again. Throws `not_found`. */
export async function dropSurveyRule(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  permit(ctx.actor, 'inboxes.manage');
  const gone = await ctx.db
    .deleteFrom('survey_rules')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .returning(['id', 'brand_id', 'inbox_id'])
    .executeTakeFirst();
  const rule = found(gone, 'rule');
  ctx.audit({
    action: 'survey_rule.dropped',
    subject: { kind: 'survey_rule', id },
    facts: { brandId: rule.brand_id, inboxId: rule.inbox_id },
  });
  ctx.emit({ name: 'organisation.changed', facts: {} });
  return { ok: true };
}
