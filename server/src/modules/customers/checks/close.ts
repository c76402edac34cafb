import type { Ctx } from '../../../kernel/ctx.ts';

/** A check is used once. */
export const closeCheck = (ctx: Ctx, id: string, proven: boolean): Promise<unknown> =>
  ctx.db
    .updateTable('identity_checks')
    .set({ closed_at: ctx.clock.now(), proven })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
