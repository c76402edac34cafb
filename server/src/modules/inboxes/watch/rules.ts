import type { InboxTrouble } from '@meada/contract/routes/inbox-health';

/** Pure rules of what is wrong with an inbox. */

const minute = 60_000;

/** How long a state lasts before it is a trouble (ms): connections come and go, queues fill and empty. */
const patience = {
  failing: 2 * minute,
  connecting: 10 * minute,
  receipts: 5 * minute,
  dispatches: 15 * minute,
};
/**
 * Silence is told by how much should have come. If arrivals were independent, none where `n` are expected has the
 * probability e^-n (Poisson): one in 160,000 for 12. People come in bursts, so the bar is high.
 */
const missedAtLeast = 12;
const silentAtLeast = 60 * minute;
/** That many failures since anything left is a trouble of the inbox and not of single addresses. */
const failuresInARow = 3;

export type TroubleFacts = {
  now: Date;
  active: boolean;
  state: string;
  stateAt: Date | null;
  lastInAt: Date | null;
  expected: number | null;
  oldestReceiptAt: Date | null;
  oldestDispatchAt: Date | null;
  poison: number;
  /** Failed or of unknown end since the last that left. */
  failuresInARow: number;
  /** Standing notices of the platform beyond mere information. */
  notices: number;
};

/** What is wrong, the gravest first. An inbox that is switched off has no troubles. */
export function troublesOf(facts: TroubleFacts): InboxTrouble[] {
  if (!facts.active) return [];
  const since = (at: Date | null): number => (at ? facts.now.getTime() - at.getTime() : 0);
  const stuck = facts.state === 'failing' ? patience.failing : patience.connecting;
  const troubles: [InboxTrouble, boolean][] = [
    ['disconnected', /^(failing|connecting)$/.test(facts.state) && since(facts.stateAt) >= stuck],
    ['errors', facts.failuresInARow >= failuresInARow],
    [
      'backlog',
      since(facts.oldestReceiptAt) >= patience.receipts ||
        since(facts.oldestDispatchAt) >= patience.dispatches,
    ],
    ['silent', since(facts.lastInAt) >= silentAtLeast && (facts.expected ?? 0) >= missedAtLeast],
    ['notice', facts.notices > 0],
    ['poison', facts.poison > 0],
  ];
  return troubles.flatMap(([trouble, there]) => (there ? [trouble] : []));
}

/** Bad for a moment is not worth a mail; a bad spell is told once, and nobody more than once a day (ms). */
const mailAfter = 5 * minute;
const mailPause = 24 * 60 * minute;

/** Whether its people are to be told by mail now. */
export function isToBeTold(spell: { now: Date; troubledAt: Date | null; toldAt: Date | null }): boolean {
  const { now, troubledAt, toldAt } = spell;
  if (!troubledAt || now.getTime() - troubledAt.getTime() < mailAfter) return false;
  if (!toldAt) return true;
  return toldAt < troubledAt && now.getTime() - toldAt.getTime() >= mailPause;
}
