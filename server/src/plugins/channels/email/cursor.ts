/**
 * Where a folder was read to: `validity:uid:since`. UIDs only rise within one UIDVALIDITY (RFC 3501 §2.3.1.1); when
 * the server gives a new one, all UIDs mean nothing and everything since `since` is read again, the ledger dropping
 * what it has.
 */
export type Cursor = { validity: string; uid: number; since: number };

export function readCursor(text: string | null): Cursor | null {
  const [, validity = '', uid = '', since = ''] = /^(\d{1,20}):(\d{1,10}):(\d{1,15})$/.exec(text ?? '') ?? [];
  return validity ? { validity, uid: Number(uid), since: Number(since) } : null;
}

export const writeCursor = ({ validity, uid, since }: Cursor) => `${validity}:${uid}:${since}`;

const day = 86_400_000;

/** The first cursor of an inbox: everything of the last `days` days (0 = from now on). */
export const firstCursor = (validity: string, days: number, now: number): Cursor => ({
  validity,
  uid: 0,
  since: Math.max(0, Math.floor(now - (Number.isFinite(days) ? Math.max(0, days) : 1) * day)),
});

/** The cursor for the folder as it is now: kept when the UIDVALIDITY is the same, begun anew otherwise. */
export function cursorFor(stored: Cursor | null, validity: string, first: Cursor): Cursor {
  if (!stored) return first;
  return stored.validity === validity ? stored : { validity, uid: 0, since: stored.since };
}
