import type { Content } from '@meada/contract/content';

/** That the number of a conversation is told: by which message, whose text waits for the number, or by what shows it. */
export type Telling = { inboxId: string; askedAt: Date; messageId: string | null; content: Content | null };
