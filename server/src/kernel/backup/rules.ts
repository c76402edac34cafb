/** What a backup has to know about the data beyond the catalogue; given by the composition of the house. */
export type DataRules = {
  /** Tables that a listener of the log fills again: not backed up; the listener starts over after a restore. */
  rebuilt: readonly { table: string; listener: string }[];
  /** Tables whose rows must not come back to life: not backed up (sessions that may have ended since). */
  leftOut: readonly string[];
  /** Query of org_id, hash and subject: whose file an object is. Without it every object is the organisation's. */
  fileOwners?: string;
  /** SQL at the end of a restore, in its transaction. */
  afterRestore: readonly string[];
};

/** The kernel's own: kept in the manifest, beside the backups (keys of subjects), or of another life. */
export const ownTables: readonly string[] = ['migrations', 'subject_keys', 'sign_in_keys'];

/** Columns that are written otherwise than they stand: a transaction's number means nothing in another database. */
export const rewritten: Readonly<Record<string, string>> = { 'events.tx': `'0'::xid8` };
