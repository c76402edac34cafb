import type { DuplicateSettings, changeDuplicateSettings as route } from '@meada/contract/routes/duplicates';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { settingsOf } from './views.ts';

/** Changes how duplicates are looked for; letting certain ones merge by themselves stands in the audit trail. */
export async function changeSettings(
  ctx: Ctx,
  { body }: Pick<Input<typeof route>, 'body'>,
): Promise<DuplicateSettings> {
  permit(ctx.actor, 'organisation.manage');
  const { autoMerge, nightly, likely } = body;
  const change = {
    ...(autoMerge === undefined ? {} : { auto_merge: autoMerge }),
    ...(nightly === undefined ? {} : { nightly }),
    ...(likely === undefined ? {} : { likely }),
    changed_at: ctx.clock.now(),
  };
  await ctx.db
    .insertInto('duplicate_settings')
    .values({ org_id: ctx.orgId, ...change })
    .onConflict((double) => double.column('org_id').doUpdateSet(change))
    .execute();
  ctx.audit({ action: 'duplicates.settings_changed', facts: { ...body } });
  return settingsOf(ctx);
}
