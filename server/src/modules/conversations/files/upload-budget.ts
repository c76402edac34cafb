import type { Clock } from '../../../kernel/clock.ts';
import type { Kernel } from '../../../kernel/ctx.ts';
import { Failure } from '../../../kernel/errors.ts';
import type { Call } from '../../../kernel/http/route.ts';

/** Files and bytes within an hour. */
type Budget = { name: string; files: number; bytes: number };
type Wanted = { budget: Budget; of: string };
type Used = { files: number; bytes: number; until: number };

export type UploadBudgets = {
  /**
   * Takes one file of at most so many bytes from every budget, or throws `too_many` with the seconds to wait. Answers
   * how to say how many bytes came in the end; a file that was refused counts as one, too.
   */
  take(wanted: readonly Wanted[], bytes: number): (size: number) => void;
};

const hourMs = 3_600_000;
const countersAtMost = 50_000;
const megabyte = 1024 * 1024;

/** Counters in memory of this process, bounded: the eldest go first. */
export function makeUploadBudgets(clock: Clock): UploadBudgets {
  const counters = new Map<string, Used>();
  const living = (key: string, now: number): Used => {
    const known = counters.get(key);
    return known && known.until > now ? known : { files: 0, bytes: 0, until: now + hourMs };
  };
  return {
    take: (wanted, bytes) => {
      const now = clock.now().getTime();
      const all = wanted.map(({ budget, of }) => {
        const key = `${budget.name} ${of}`;
        return { budget, key, used: living(key, now) };
      });
      for (const { budget, used } of all) {
        if (used.files < budget.files && used.bytes + bytes <= budget.bytes) continue;
        const retryAfter = Math.max(1, Math.ceil((used.until - now) / 1000));
        throw new Failure('too_many', 'Too many files; wait a while.', { retryAfter });
      }
      for (const { key, used } of all) {
        used.files += 1;
        used.bytes += bytes;
        counters.delete(key);
        counters.set(key, used);
      }
      for (const key of counters.keys()) {
        if (counters.size <= countersAtMost) break;
        counters.delete(key);
      }
      return (size) => {
        for (const { used } of all) used.bytes -= bytes - size;
      };
    },
  };
}

/** A visitor is nobody known and may come again as another one: their address counts, and all of a firm's together. */
const visitorAddress: Budget = { name: 'visitor address', files: 100, bytes: 500 * megabyte };
const visitorsOfOrg: Budget = { name: 'visitors', files: 5000, bytes: 10_000 * megabyte };
const perCaller: Budget = { name: 'caller', files: 2000, bytes: 20_000 * megabyte };
const perOrg: Budget = { name: 'organisation', files: 20_000, bytes: 100_000 * megabyte };

const budgetsOf = new WeakMap<Kernel['bus'], UploadBudgets>();

/** Room for one upload of this call (LESSONS 55); throws `too_many`. Without a length it counts as the largest. */
export function takeUpload({ kernel, actor, address, request }: Call): (size: number) => void {
  const budgets = budgetsOf.get(kernel.bus) ?? makeUploadBudgets(kernel.clock);
  budgetsOf.set(kernel.bus, budgets);
  const orgId = actor?.orgId ?? '';
  const most = request.routeOptions.bodyLimit ?? 0;
  const said = Number(request.headers['content-length'] ?? most);
  const bytes = Number.isFinite(said) ? Math.min(Math.max(said, 0), most) : most;
  const wanted =
    actor?.kind === 'customer'
      ? [
          { budget: visitorAddress, of: `${orgId} ${address}` },
          { budget: visitorsOfOrg, of: orgId },
        ]
      : [
          { budget: perCaller, of: `${orgId} ${actor?.kind} ${actor?.id}` },
          { budget: perOrg, of: orgId },
        ];
  return budgets.take(wanted, bytes);
}
