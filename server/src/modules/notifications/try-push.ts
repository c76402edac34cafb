import type { Ctx } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { personOf } from './person-of.ts';
import { insertPushes } from './store.ts';
import { devicesOf } from './views.ts';

const lastsMs = 60_000;

/** Sends a device of one's own a notification, quiet hours or not: whether it comes is what one wants to know. */
export async function tryPush(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const devices = await devicesOf(ctx, personOf(ctx).id);
  if (!devices.some((device) => device.id === id)) throw notFound('device');
  const now = ctx.clock.now();
  const times = { dueAt: now, endsAt: new Date(now.getTime() + lastsMs) };
  const about = { kind: 'try', conversationId: null, subjectId: null };
  await insertPushes(ctx, [{ subscriptionId: id, event: `try ${ctx.ids.uuid()}`, ...about, ...times }]);
  ctx.afterCommit(() => ctx.bus.wake('pushes'));
}
