import { z } from 'zod';
import type { Address, OutsideThread } from './address.ts';
import type { AttachmentKind, Content, ContentKind } from './content.ts';
import type { Locale } from './primitives.ts';
import type { Side } from './public.ts';

/** What happens to a message after it was sent: edits, deletions and reactions of ours. */

/** One emoji as people type it, with its modifiers. */
export const Emoji = z
  .string()
  .max(32)
  .regex(/^(?=.*[\p{Extended_Pictographic}\p{Regional_Indicator}])[\p{Emoji}\p{Emoji_Component}]+$/u);

/** Emoji without the sign that only says in which colours it is drawn: two written forms of one are equal. */
export const plainEmoji = (emoji: string): string => emoji.replaceAll('\ufe0f', '');

/**
 * What the firm can change of messages that are out. What is absent cannot be done there, and is not offered; with a
 * `side`, only on that side of a conversation.
 */
export type Amends = {
  /** The words of own messages of these kinds; `hours` after sending, null = without end. */
  edit?: { kinds: ContentKind[]; hours: number | null; side?: Side };
  delete?: { hours: number | null; side?: Side };
  /** Reactions to the customer's messages up to so many hours old; `emojis` lists those the platform knows, null = any. */
  react?: { hours: number | null; emojis: string[] | null; side?: Side };
  /** The customer's public messages can be hidden from others, and shown again. */
  hide?: boolean;
};

/** An edit, deletion or reaction of ours to a message that is out, as a plug-in gets it. */
export type OutboundAmendment = {
  /** Stable over retries. */
  amendmentId: string;
  to: Address;
  outsideThread?: OutsideThread;
  /** The platform's ids of the message, the first part first, the others in no order. */
  externalIds: [string, ...string[]];
  locale: Locale;
} & (
  | {
      kind: 'edit';
      before: Content;
      content: Content;
      attachments: { kind: AttachmentKind; type: string; size: number }[];
    }
  | { kind: 'deletion' }
  /** null takes the reaction back. */
  | { kind: 'reaction'; emoji: string | null }
  | { kind: 'hiding'; hidden: boolean }
);

/** What became of an attempt to change. As for messages, `unknown` is never blindly sent again. */
export type AmendResult =
  | { state: 'sent'; externalId?: string }
  | { state: 'retry'; code: string; text: string; afterSeconds?: number }
  | { state: 'failed'; code: string; text: string }
  | { state: 'unknown'; code: string; text: string };
