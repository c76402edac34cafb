/** What a backup has to know about the data beyond the catalogue; given by the composition of the house. */
export type DataRules = {
  /** Tables that a listener of the log fills again: not backed up; the listener starts over after a restore. */
  rebuilt: readonly { table: string; listener: string }[];
  /** Tables whose rows must not come back to life: not backed up (sessions that may have ended since). */
  leftOut: readonly string[];
  /** SQL at the end of a restore, in its transaction. */
  afterRestore: readonly string[];
};

/** The kernel's own: kept in the manifest, or of another life. */
export const ownTables: readonly string[] = ['migrations'];

/** Columns that are written otherwise than they stand: a transaction's number means nothing in another database. */
export const rewritten: Readonly<Record<string, string>> = { 'events.tx': `'0'::xid8` };
