/** Pure rules of merging, splitting and moving. */

/** Columns of a conversation that a regrouping may change; undoing puts back each that nobody changed since. */
export const headColumns = [
  'status',
  'status_id',
  'resolved_at',
  'snoozed_until',
  'snoozed_by',
  'snooze_event',
  'snooze_note',
  'assignee_id',
  'team_id',
  'priority',
  'label_ids',
  'follower_ids',
  'waiting_since',
  'channel',
  'inbox_id',
  'preview',
  'preview_kind',
  'preview_author',
  'last_inbound_seq',
  'active_at',
  'merged_into_id',
] as const;

export type Head = Record<string, unknown>;
/** What a side was and what it was made; only columns that differ. */
export type HeadChange = { before: Head; after: Head };

/** The columns in which two states differ. Values are JSON: equal text is equal value. */
export function changeBetween(before: Head, after: Head): HeadChange {
  const differing = headColumns.filter((column) => !same(before[column], after[column]));
  const only = (head: Head): Head => Object.fromEntries(differing.map((column) => [column, head[column]]));
  return { before: only(before), after: only(after) };
}

/** What undoing puts back: the columns that still are as the regrouping made them. */
export function toRestore(change: HeadChange, now: Head): Head {
  const columns = Object.keys(change.before).filter((column) => same(now[column], change.after[column]));
  return Object.fromEntries(columns.map((column) => [column, change.before[column]]));
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const loudest = ['low', 'normal', 'high', 'urgent'];

/** The more urgent of two priorities. */
export const higherPriority = (a: string, b: string): string =>
  loudest.indexOf(a) >= loudest.indexOf(b) ? a : b;

/** Both lists, the first one's order kept. */
export const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];
