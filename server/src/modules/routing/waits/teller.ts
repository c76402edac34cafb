import type { WaitSettings } from '@meada/contract/routing';
import { systemActor } from '../../../kernel/actor.ts';
import { memoryBus } from '../../../kernel/bus/bus.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { loop, type Tail } from '../../../kernel/events/tail.ts';
import { settingsOf } from '../rows/queue.ts';
import { paceOf, type Told, tellLine } from './numbers.ts';
import { sayWait } from './say-wait.ts';
import { signalWaits } from './signal.ts';
import { browsersIn, endWaits, keepTold, standingTold, type Telling, type Wait } from './store.ts';
import { lateVisits, paceMs } from './visits.ts';

/** Contacts that wait in one queue, next first, as the router knows them. */
export type WaitingLine = { queueId: string; attended: boolean; items: (Wait & { channel: string })[] };

/** How fast somebody is told; other numbers are for tests. */
export type TellingPace = {
  /** Who has waited so long is not about to be begun with (ms). */
  afterMs: number;
  /** Between two rounds: at least, and at most while somebody waits (ms). */
  leastMs: number;
  mostMs: number;
};
export const tellingPace: TellingPace = { afterMs: 2000, leastMs: 2000, mostMs: 15_000 };

type Parts = {
  kernel: Kernel;
  orgId: string;
  pace: TellingPace;
  /** What waits now; asked at the beginning of a round. */
  lines(): WaitingLine[];
};
export type Teller = Tail & { look(): void };

/**
 * Tells who waits, beside the router and never in its way: a round reads how fast the lines went lately, works out what
 * each one is to be told, writes what is new in one statement and sends it to the browsers over the bus. A round costs the
 * same however many wait; while nobody does, nothing is asked.
 */
export function startTeller(parts: Parts): Teller {
  const bus = memoryBus();
  let [last, owes] = [Number.NEGATIVE_INFINITY, true];
  const tail = loop({ ...parts.kernel, bus }, 'tell', async () => {
    const lines = parts.lines();
    const waiting = lines.some(({ items }) => items.length > 0);
    // What was told to those who wait no longer has to be ended once more.
    if (!waiting && !owes) return null;
    const left = last + parts.pace.leastMs - performance.now();
    if (left > 0) return left;
    last = performance.now();
    owes = waiting;
    const next = await round(parts, lines);
    return waiting ? next : null;
  });
  return { look: () => bus.wake('tell'), stop: () => tail.stop() };
}

/** One round; ms until the next. */
async function round({ kernel, orgId, pace }: Parts, lines: readonly WaitingLine[]): Promise<number> {
  const { told, settings } = await inTransaction(kernel, systemActor(orgId), async (ctx) => {
    for (const conversationId of await endWaits(ctx))
      ctx.emit({ name: 'wait.changed', facts: { conversationId, what: 'ended' } });
    const rules = await tellingQueues(
      ctx,
      lines.map(({ queueId }) => queueId),
    );
    const ours = lines.filter(({ queueId, items }) => items.length > 0 && rules.get(queueId)?.tell);
    const news = ours.length > 0 ? await newsOf(ctx, ours, pace) : [];
    await keepTold(ctx, news);
    for (const { first, conversationId } of news)
      if (first) ctx.emit({ name: 'wait.changed', facts: { conversationId, what: 'told' } });
    const again = news.filter(({ first }) => !first);
    if (again.length > 0) {
      const browsers = await browsersIn(
        ctx,
        again.map(({ conversationId }) => conversationId),
      );
      const at = ctx.clock.now();
      ctx.afterCommit(() => signalWaits(ctx.bus, { orgId, at, told: again, browsers }));
    }
    return { told: news, settings: rules };
  });
  const channels = new Map(
    lines.flatMap(({ items }) => items.map((one) => [one.itemId, one.channel] as const)),
  );
  for (const one of told) {
    const rule = settings.get(one.queueId);
    const channel = kernel.ports.channels.get(channels.get(one.itemId) ?? '');
    if (rule && channel && channel.manifest.capabilities.embeds !== 'chat')
      await sayWait(kernel, orgId, { telling: one, rule });
  }
  return dueIn(kernel, lines, pace);
}

/** Soon where somebody has just come and is to be told, else in a while. */
function dueIn(kernel: Kernel, lines: readonly WaitingLine[], pace: TellingPace): number {
  const now = kernel.clock.now().getTime();
  const fresh = lines.some(({ items }) =>
    items.some(({ cameAt }) => now - cameAt.getTime() < pace.afterMs + pace.leastMs),
  );
  return fresh ? pace.leastMs : pace.mostMs;
}

async function tellingQueues(ctx: Ctx, ids: readonly string[]): Promise<Map<string, WaitSettings>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('queues')
    .select(['id', 'settings'])
    .where('org_id', '=', ctx.orgId)
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, settingsOf(row).wait]));
}

async function newsOf(ctx: Ctx, lines: readonly WaitingLine[], pace: TellingPace): Promise<Telling[]> {
  const now = ctx.clock.now().getTime();
  const visits = await lateVisits(
    ctx,
    lines.map(({ queueId }) => queueId),
  );
  const standing = await standingTold(ctx);
  return lines.flatMap(({ queueId, items, attended }) => {
    const inLine = items.filter(
      ({ itemId, cameAt }) => standing.has(itemId) || now - cameAt.getTime() >= pace.afterMs,
    );
    const waits = inLine.map(({ cameAt }) => ({ came: cameAt.getTime(), until: now, begun: false }));
    const line = {
      items: inLine.map(({ itemId, cameAt }) => ({ id: itemId, told: toldOf(standing, itemId, cameAt) })),
      pace: paceOf([...(visits.get(queueId) ?? []), ...waits], { from: now - paceMs, now }),
      attended,
    };
    const byId = new Map(inLine.map((one) => [one.itemId, one]));
    return tellLine(line, now).flatMap(({ id, numbers }) => {
      const wait = byId.get(id);
      return wait ? [{ ...wait, numbers, first: toldOf(standing, id, wait.cameAt) === null }] : [];
    });
  });
}

/** What was told of this wait; what was told of an earlier one of the same item counts no more. */
function toldOf(
  standing: ReadonlyMap<string, Told & { cameAt: number }>,
  id: string,
  cameAt: Date,
): Told | null {
  const told = standing.get(id);
  return told?.cameAt === cameAt.getTime() ? told : null;
}
