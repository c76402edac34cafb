import type { DispatchResult, OutboundMessage } from '@meada/contract/channels';
import { type LoadedInbox, loadInbox } from '../../inboxes/index.ts';
import { attempt } from './attempt.ts';
import { putBack } from './claim.ts';
import type { Account, House, Place } from './house.ts';
import type { ClaimedDispatch } from './outbound.ts';
import { pairKey, takeDue } from './pairs.ts';

/** One inbox's own line: what goes wrong or slowly here holds up no other. */
export type Runner = { wake(): void; done: Promise<void> };

/** Requests under way at once, where the platform names no limit and at most. */
const sideBySide = 16;
const sideBySideAtMost = 200;
/** Messages taken and built before their place is free: enough that no place stays empty, few when a process dies. */
const aheadMs = 150;
/** Due retries are looked for this often while any are waiting. */
const lookMs = 1000;

type Line = {
  house: House;
  place: Place;
  inbox: LoadedInbox;
  /** What the platform counts: inboxes that share it keep to one pace, and one process sends for all of them. */
  account: Account;
  /** Taken and not gone yet; gone and not written down yet. */
  waiting: number;
  underWay: number;
  /** Whose turn it is to wait for a place: one at a time, in the order they were built. */
  turn: Promise<unknown>;
  changed: () => void;
};

/** Outbound messages a second the platform takes on this inbox; undefined where it names no limit. */
export function rateOf(inbox: LoadedInbox): number | undefined {
  const { plugin, settings } = inbox;
  return plugin.perSecond?.(settings) ?? plugin.manifest.limits.perSecond;
}

/** One process counts where the platform does: messages a second, or to the same address. */
const counts = (inbox: LoadedInbox): boolean =>
  rateOf(inbox) !== undefined || inbox.plugin.manifest.limits.perAddress !== undefined;

const leaseOf = ({ place, account }: Line): Place => ({ orgId: place.orgId, inboxId: account.id });

/** Sends what is due on one inbox until nothing is, each leg in order, as fast as the platform takes it. */
export function startRunner(house: House, place: Place): Runner {
  let awake = false;
  let resume: (() => void) | null = null;
  const wake = (): void => {
    awake = true;
    resume?.();
  };
  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (awake) return resolve();
      const timer = setTimeout(() => resume?.(), ms);
      resume = () => {
        clearTimeout(timer);
        resume = null;
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    const line: Line | null = await openLine(house, place, wake);
    while (line && !house.isStopped()) {
      awake = false;
      const taken = await step(line);
      if (!taken && line.waiting + line.underWay === 0 && !awake) break;
      // A full round may be followed by another at once; else an answer, a new message or the time wakes.
      if (!taken || full(line)) await rest(lookMs);
    }
    while (line && line.waiting + line.underWay > 0) {
      awake = false;
      await rest(lookMs);
    }
  };
  return { wake, done: run() };
}

async function openLine(house: House, place: Place, changed: () => void): Promise<Line | null> {
  const inbox = await loadInbox(house.kernel, place.orgId, place.inboxId);
  if (!inbox) return null;
  const account = await house.accountOf(inbox);
  return { house, place, inbox, account, waiting: 0, underWay: 0, turn: Promise.resolve(), changed };
}

const full = (line: Line): boolean => roomOf(line) <= 0;

function roomOf({ inbox, waiting, underWay }: Line): number {
  const rate = rateOf(inbox);
  if (!rate) return sideBySide - waiting - underWay;
  const ahead = Math.max(2, Math.ceil((rate * aheadMs) / 1000));
  return Math.min(ahead - waiting, Math.min(sideBySideAtMost, Math.max(sideBySide, 2 * rate)) - underWay);
}

/** Takes what there is room for and starts it; answers how many, 0 also when another process sends for this inbox. */
async function step(line: Line): Promise<number> {
  const { house, place } = line;
  const inbox = await loadInbox(house.kernel, place.orgId, place.inboxId);
  if (!inbox) return 0;
  line.inbox = inbox;
  line.account = await house.accountOf(inbox);
  // Its holder was woken, too; should it have died, its lease ends.
  if (counts(inbox) && !(await house.leases.hold(leaseOf(line)))) return 0;
  const room = roomOf(line);
  if (room <= 0) return 0;
  const claimed = await takeDue(house, inbox, { account: line.account, room });
  for (const dispatch of claimed) void go(line, dispatch);
  return claimed.length;
}

async function go(line: Line, dispatch: ClaimedDispatch): Promise<void> {
  const { house, inbox } = line;
  line.waiting += 1;
  let isWaiting = true;
  const leave = (): void => {
    if (!isWaiting) return;
    isWaiting = false;
    line.waiting -= 1;
    line.underWay += 1;
    line.changed();
  };
  const gate = async (message: OutboundMessage) => {
    const answered = await placeFor(line, message);
    leave();
    if (!answered) return null;
    return () => {
      answered();
      line.changed();
    };
  };
  try {
    const result = await attempt(house.kernel, inbox, { dispatch, gate });
    if (result === null) await putBack(house.kernel, inbox, { dispatches: [dispatch], afterMs: 0 });
    else hold(line, dispatch, result);
  } catch (error) {
    // Its lease runs out, and then it is settled as cut off.
    house.kernel.log.warn('an attempt to send broke off', { error, inboxId: inbox.id });
  } finally {
    leave();
    line.underWay -= 1;
    line.changed();
  }
}

/** The platform asked for less of everything, or of what goes to this address: not this message alone waits as long. */
function hold({ house, account }: Line, dispatch: ClaimedDispatch, result: DispatchResult): void {
  if (result.state !== 'retry') return;
  const ms = (result.afterSeconds ?? 1) * 1000;
  if (result.wholeInbox) house.pace.hold(account.id, ms);
  if (result.wholeAddress) house.pace.holdAddress(pairKey(account, dispatch), ms);
}

/** Waits until the platform has room for all parts of a message; null when the process sends for this inbox no more. */
function placeFor(line: Line, message: OutboundMessage): Promise<(() => void) | null> {
  const rate = rateOf(line.inbox);
  if (!rate) return Promise.resolve(() => undefined);
  const mine = line.turn.then(() => waitFor(line, message, rate));
  line.turn = mine.catch(() => undefined);
  return mine;
}

async function waitFor(line: Line, message: OutboundMessage, rate: number): Promise<(() => void) | null> {
  const { house, inbox } = line;
  const units = inbox.plugin.partsOf?.(message) ?? 1;
  for (;;) {
    const lease = leaseOf(line);
    if (!house.leases.isHeld(lease) && !(await house.leases.hold(lease))) return null;
    if (house.isStopped()) return null;
    const ms = house.pace.wait(line.account.id, rate, units);
    if (ms === 0) return house.pace.begin(line.account.id, rate, units);
    await new Promise((resolve) => setTimeout(resolve, Math.min(ms ?? shortMs, lookMs)));
  }
}

/** When only an answer can free a place, it is looked for this often. */
const shortMs = 5;
