import type { PublicMatter } from '@meada/contract/public';

/** A change of ours that a status speaks of: some platforms tell of a reaction's fate as of a message's. */
export type AmendmentState = {
  id: string;
  messageId: string;
  conversationId: string;
  kind: string;
  emoji: string | null;
  author: string;
  state: string;
};

/**
 * What a failed delivery says about the address: dead for good, or a failure for now that is counted. Only addresses of
 * the conversation the message was sent in can be named, so that a forged report harms nobody else (LESSONS 39).
 */
export type Undelivered = {
  conversationId: string;
  matchKey: string;
  hard: boolean;
  reason: string;
  at: Date;
};

/** Something said in public: what the firm owes an answer to. */
export type PublicSaid = { conversationId: string; inboxId: string; messageId: string; matter: PublicMatter };
