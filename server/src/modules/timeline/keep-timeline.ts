import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import type { Line } from './registry.ts';
import { keepLines } from './store.ts';

/**
 * Keeps the timelines behind the log: every source makes its lines of a batch. Twice over an event does no harm. Whoever
 * looks at a customer hears of it once the lines are there (the bus; nothing is written into the log for it).
 */
export async function keepTimeline(kernel: Kernel, events: LoggedEvent[]): Promise<void> {
  const wanted = new Set(kernel.ports.timeline.flatMap((source) => source.events));
  const byOrg = Map.groupBy(
    events.filter((event) => wanted.has(event.name)),
    (event) => event.orgId,
  );
  for (const [orgId, list] of byOrg) {
    await inTransaction(kernel, systemActor(orgId), (ctx) => keepThose(ctx, list));
  }
}

async function keepThose(ctx: Ctx, events: readonly LoggedEvent[]): Promise<void> {
  const lines: Line[] = [];
  for (const source of ctx.ports.timeline) {
    const own = events.filter((event) => source.events.includes(event.name));
    if (own.length > 0) lines.push(...(await source.lines(ctx, own)));
  }
  if (lines.length === 0) return;
  await keepLines(ctx, lines);
  const members = [...new Set(lines.map(({ customerId }) => customerId))];
  const roots = await ctx.db
    .selectFrom('customers')
    .select('canonical_id')
    .distinct()
    .where('org_id', '=', ctx.orgId)
    .where('id', 'in', members)
    .execute();
  const customerIds = roots.map((row) => row.canonical_id);
  ctx.afterCommit(() => ctx.bus.signal('timeline', { orgId: ctx.orgId, customerIds }));
}
