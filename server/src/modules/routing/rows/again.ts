import type { Ctx } from '../../../kernel/ctx.ts';
import { settingsOf } from './queue.ts';

/** How long who declined or handed back an item of a queue is not asked for it again (ms). */
export async function againMs(ctx: Ctx, queueId: string): Promise<number> {
  const row = await ctx.db
    .selectFrom('queues')
    .select('settings')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', queueId)
    .executeTakeFirstOrThrow();
  return settingsOf(row).againSeconds * 1000;
}
