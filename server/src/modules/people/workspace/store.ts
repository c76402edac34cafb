import type { WorkspaceChange } from '@meada/contract/workspace';
import type { Ctx } from '../../../kernel/ctx.ts';

/** Whose arrangement: a person's, a team's, a queue's, or (none) everybody's. */
export type Whose = { person_id: string | null; team_id: string | null; queue_id: string | null };

/** Writes what is named; the rest stays. The last one to write wins. */
export async function keepWorkspace(ctx: Ctx, whose: Whose, change: WorkspaceChange): Promise<void> {
  const { layout, density, scheme } = change;
  const written = {
    ...(layout === undefined ? {} : { layout: layout && JSON.stringify(layout) }),
    ...(density === undefined ? {} : { density }),
    ...(scheme === undefined ? {} : { scheme }),
    updated_at: ctx.clock.now(),
  };
  await ctx.db
    .insertInto('workspaces')
    .values({ org_id: ctx.orgId, id: ctx.ids.uuid(), ...whose, ...written })
    .onConflict((on) => on.columns(['org_id', 'person_id', 'team_id', 'queue_id']).doUpdateSet(written))
    .execute();
}
