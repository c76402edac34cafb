import type { ConsentReason, ConsentState, LegalBasis } from '@meada/contract/routes/customer-consents';

/** What a ledger of consents says: pure. */

/** A line that may count for somebody; null: for every purpose, channel or address. */
export type Line = {
  /** Order in which it was written. */
  n: number;
  purpose: string | null;
  channel: string | null;
  matchKey: string | null;
  state: ConsentState;
  at: Date;
};

/** What is asked: may the firm write for this purpose, on this channel, to this address? */
export type Asked = { purpose: string; channel?: string | null; matchKey?: string | null };

export type Verdict = { allowed: boolean; because: ConsentReason; since: Date | null };

/** Bases that need no word of the customer before the first message. */
const free: ReadonlySet<LegalBasis> = new Set(['contract', 'legitimate_interest', 'law']);

/** What rests on a contract or on law cannot be taken back one purpose at a time. */
export const canWithdraw = (basis: LegalBasis): boolean =>
  basis === 'consent' || basis === 'legitimate_interest';

/** A line for everything counts for each; one for something only for that. */
const fits = (line: Line, { purpose, channel, matchKey }: Asked): boolean =>
  (line.purpose === null || line.purpose === purpose) &&
  (line.channel === null || line.channel === channel) &&
  (line.matchKey === null || line.matchKey === matchKey);

/**
 * The newest line that fits decides; without one the legal basis does. A withdrawal that was lifted counts as if neither
 * had been written: who takes the writing up again (VOLTAR) is where they were before, and has given nothing new.
 */
export function decide(lines: readonly Line[], basis: LegalBasis, asked: Asked): Verdict {
  const newest = new Map<string, Line>();
  for (const line of lines) {
    if (!fits(line, asked)) continue;
    const scope = `${line.purpose} ${line.channel} ${line.matchKey}`;
    const other = newest.get(scope);
    if (!other || other.n < line.n) newest.set(scope, line);
  }
  const standing = [...newest.values()].filter(({ state }) => state !== 'lifted').sort((a, b) => b.n - a.n);
  const [last] = standing;
  if (!last) return { allowed: free.has(basis), because: free.has(basis) ? 'basis' : 'missing', since: null };
  return {
    allowed: last.state === 'given',
    because: last.state === 'given' ? 'given' : 'withdrawn',
    since: last.at,
  };
}
