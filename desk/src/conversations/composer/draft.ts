import type { Conversation } from '@meada/contract/routes/conversations';

/** What stands in the composer of a conversation. */
export type Draft = {
  text: string;
  /** The same as rich text, signature included, where it was written so; null: plain words. */
  html?: string | null;
  legId: string | null;
  internal: boolean;
  /** How often it was changed from elsewhere (another tab): an editor with a memory of its own begins anew then. */
  turn?: number;
  /** When the server took these very words; absent: it has not, and nobody else has them. */
  keptAt?: string;
};

type Kept = NonNullable<Conversation['draft']>;

/** What the server keeps, as it stands in the composer. */
export const fromServer = ({ at, ...words }: Kept): Draft => ({ ...words, keptAt: at });

/** Whether the server keeps words of a later time than those here, and none here are unsaved: another machine wrote on. */
export const isLater = (kept: Kept | null, here: Draft): kept is Kept =>
  kept !== null && here.keptAt !== undefined && Date.parse(kept.at) > Date.parse(here.keptAt);

/** With what a composer begins: words that only this browser has come first, then those that are newest. */
export function beginWith(here: Draft | null, kept: Kept | null): Draft | null {
  if (here && !isLater(kept, here)) return here;
  return kept && fromServer(kept);
}

/** Under which name this browser keeps what one person writes in one conversation: others sign in here, too. */
export const placeOf = (personId: string, conversationId: string): string => `${personId}.${conversationId}`;
