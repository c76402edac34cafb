import type { Kernel } from '../../../kernel/ctx.ts';

/**
 * Receipts that came too early (a status before the answer to our own request was written), by organisation, with the
 * instant at which they are looked at again. They stand aside meanwhile: however many there are, the messages behind
 * them are read at once. Kept in memory only: a process that forgets simply looks again.
 */
const waiting = new WeakMap<object, Map<string, Map<string, number>>>();

function of(kernel: Pick<Kernel, 'database'>, orgId: string): Map<string, number> {
  const byOrg = waiting.get(kernel.database) ?? new Map<string, Map<string, number>>();
  waiting.set(kernel.database, byOrg);
  const own = byOrg.get(orgId) ?? new Map<string, number>();
  byOrg.set(orgId, own);
  return own;
}

/** Lets a receipt stand aside for a while (ms). */
export function letWait(
  ctx: Pick<Kernel, 'database' | 'clock'> & { orgId: string },
  id: string,
  ms: number,
): void {
  of(ctx, ctx.orgId).set(id, ctx.clock.now().getTime() + ms);
}

/** Receipts that stand aside now; those whose time has come are let back in. */
export function waitingIds(kernel: Pick<Kernel, 'database' | 'clock'>, orgId: string): string[] {
  const now = kernel.clock.now().getTime();
  const own = of(kernel, orgId);
  for (const [id, until] of own) if (until <= now) own.delete(id);
  return [...own.keys()];
}

export const isWaiting = (kernel: Pick<Kernel, 'database'>, orgId: string): boolean =>
  of(kernel, orgId).size > 0;
