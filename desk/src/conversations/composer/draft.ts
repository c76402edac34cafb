/** What stands in the composer of a conversation. */
export type Draft = {
  text: string;
  /** The same as rich text, signature included, where it was written so; null: plain words. */
  html?: string | null;
  legId: string | null;
  internal: boolean;
};
