/** Rows of one person for the test that looks for them everywhere. */
export type Who = {
  orgId: string;
  inboxId: string;
  personId: string;
  customer: string;
  identity: string;
  conversation: string;
  message: string;
  leg: string;
  /** Raw bytes of theirs. */
  receipt: string;
  /** Somebody else, and their conversation. */
  other: { customer: string; conversation: string };
  /** A file with bytes. */
  fileId: string;
  word: string;
  number: string;
};

/** A row to be made; `its`: the columns that find it again. */
export type Seed = { table: string; row: Record<string, unknown>; its?: readonly string[] };
