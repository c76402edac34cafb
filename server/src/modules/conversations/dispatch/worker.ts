import type { Kernel } from '../../../kernel/ctx.ts';
import { loop, type Tail } from '../../../kernel/events/tail.ts';
import { loadInbox } from '../../inboxes/index.ts';
import { makeAccounts } from './account.ts';
import { attempt } from './attempt.ts';
import { startCopies } from './copies.ts';
import type { House, Place } from './house.ts';
import { makeLeases } from './lease.ts';
import { makePace, type Pace } from './pace.ts';
import { takeDue } from './pairs.ts';
import { type Runner, rateOf, startRunner } from './runner.ts';
import { waitingInboxes } from './standing.ts';

/** Even without a wake-up, due retries are looked for this often while any are waiting. */
const lookMs = 1000;

/**
 * Sends what is due: every inbox has a line of its own, so that a slow or failing platform holds up none but its own
 * messages.
 */
export function startDispatch(kernel: Kernel): Tail {
  const leases = makeLeases(kernel);
  const runners = new Map<string, Runner>();
  let stopped = false;
  const house: House = {
    kernel,
    pace: makePace(kernel.clock),
    leases,
    accountOf: makeAccounts(kernel),
    isStopped: () => stopped,
  };
  const looking = loop(kernel, 'dispatch', async () => {
    const waiting = await waitingInboxes(kernel, 'dispatches');
    const now = kernel.clock.now();
    for (const { place } of waiting.filter((one) => one.nextAt <= now)) follow(house, runners, place);
    return waiting.length > 0 ? lookMs : null;
  });
  const copies = startCopies(kernel);
  return {
    stop: async () => {
      stopped = true;
      await copies.stop();
      await looking.stop();
      for (const runner of runners.values()) runner.wake();
      await Promise.all([...runners.values()].map((runner) => runner.done));
      await leases.drop();
    },
  };
}

/** Has the inbox's line go on, or opens it. */
function follow(house: House, runners: Map<string, Runner>, place: Place): void {
  const key = `${place.orgId} ${place.inboxId}`;
  const known = runners.get(key);
  if (known || house.isStopped()) {
    known?.wake();
    return;
  }
  const runner = startRunner(house, place);
  runners.set(key, runner);
  runner.done = runner.done
    .catch((error: unknown) =>
      house.kernel.log.warn('the line of an inbox broke off and starts again', { error, ...place }),
    )
    .finally(() => runners.delete(key));
}

const atOnce = 8;

/** Sends the due head of every leg of one inbox, once; answers how many were tried. For tests that hold the clock. */
export async function dispatchInbox(kernel: Kernel, place: Place, pace: Pace): Promise<number> {
  const inbox = await loadInbox(kernel, place.orgId, place.inboxId);
  if (!inbox) return 0;
  const rate = rateOf(inbox);
  if (rate && pace.wait(inbox.id, rate) !== 0) return 0;
  const leases = { hold: async () => true, isHeld: () => true, drop: async () => undefined };
  const account = { id: inbox.id, inboxIds: [inbox.id] };
  const house = { kernel, pace, leases, accountOf: async () => account, isStopped: () => false };
  const claimed = await takeDue(house, inbox, { account, room: atOnce });
  const gate = async () => (rate ? pace.begin(inbox.id, rate) : () => undefined);
  await Promise.all(claimed.map((dispatch) => attempt(kernel, inbox, { dispatch, gate })));
  return claimed.length;
}
