import type { Header, Mailbox } from 'postal-mime';

/** A mail as the rest of the plug-in reads it: decoded, flat, never missing a list. */
export type Mail = {
  headers: Header[];
  from: Mailbox[];
  sender: Mailbox[];
  replyTo: Mailbox[];
  to: Mailbox[];
  cc: Mailbox[];
  subject: string;
  text: string;
  html: string;
  parts: MailPart[];
  /** What had to be put right, for the agent's "details". */
  repairs: string[];
};
export type MailPart = {
  name: string;
  type: string;
  disposition: string;
  contentId: string;
  related: boolean;
  bytes: Uint8Array;
};
