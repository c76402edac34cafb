import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';

/** How long it is remembered what was pushed: no event is read again after that (ms). */
const keptMs = 3 * 24 * 3_600_000;

/** Throws away what was pushed days ago, and browsers whose session is long over. */
export async function forgetPushes(kernel: Kernel): Promise<void> {
  const organisations = await kernel.database.asSystem((db) =>
    db.selectFrom('organisations').select('id').execute(),
  );
  const living = new Set(
    (await kernel.database.asSystem((db) => db.selectFrom('sessions').select('id').execute())).map(
      ({ id }) => id,
    ),
  );
  const before = new Date(kernel.clock.now().getTime() - keptMs);
  for (const { id } of organisations)
    await inTransaction(kernel, systemActor(id), async (ctx) => {
      await ctx.db.deleteFrom('pushes').where('org_id', '=', id).where('at', '<', before).execute();
      const devices = await ctx.db
        .selectFrom('push_subscriptions')
        .select(['id', 'session_id'])
        .where('org_id', '=', id)
        .execute();
      const over = devices.filter((device) => !living.has(device.session_id)).map((device) => device.id);
      if (over.length === 0) return;
      await ctx.db
        .deleteFrom('push_subscriptions')
        .where('org_id', '=', id)
        .where('id', 'in', over)
        .execute();
    });
}
