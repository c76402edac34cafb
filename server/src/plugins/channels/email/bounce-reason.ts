/**
 * Why a mail came back, told from the words servers use and from the enhanced status code (RFC 3463). `permanent`
 * means: this address is dead, do not write to it again. A full mailbox, a filter's verdict or a policy is about the
 * mail or the moment, so the address stays usable.
 */
export type Reason = {
  code: string;
  permanent: boolean;
  /** Told by these words … */
  words: RegExp;
  /** … or by these status codes, without the class digit. */
  statuses: RegExp;
};
