import type { Address } from './address.ts';
import type { Content } from './content.ts';
import type { Instant } from './primitives.ts';
import type { PublicMatter } from './public.ts';

/** What platforms tell of messages that are there already. */

export type InboundEdit = {
  kind: 'edit';
  externalId: string;
  at: Instant;
  content: Content;
  /** A public word whose rating changed, too: an answer is owed to the new words. */
  public?: PublicMatter;
};
export type InboundDeletion = { kind: 'deletion'; externalId: string; at: Instant };
/** Hidden from everybody but its author, or shown again, by the firm in the platform's own pages. */
export type InboundHiding = { kind: 'hiding'; externalId: string; hidden: boolean; at: Instant };
export type InboundReaction = {
  kind: 'reaction';
  externalId: string;
  from: Address;
  /** null takes the reaction back. */
  emoji: string | null;
  at: Instant;
};
