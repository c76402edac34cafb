import type { Attachment } from '@meada/contract/content';
import type { SendBody } from '../composer/pending.ts';

/** What was taken back on its way into the composer it came from. */
export type Returned = { body: SendBody; html: string | null; attachments: Attachment[] };

type Listener = (back: Returned) => void;
const listeners = new Map<string, Listener>();
const left = new Map<string, Returned>();

/** The composer of a conversation takes what comes back to it, also what came before it stood; answers how to stop. */
export function takeReturned(conversationId: string, listener: Listener): () => void {
  listeners.set(conversationId, listener);
  const waiting = left.get(conversationId);
  left.delete(conversationId);
  if (waiting) listener(waiting);
  return () => {
    if (listeners.get(conversationId) === listener) listeners.delete(conversationId);
  };
}

/** Gives it back; answers whether its composer is on the screen. */
export function giveBack(conversationId: string, back: Returned): boolean {
  const listener = listeners.get(conversationId);
  if (listener) listener(back);
  else left.set(conversationId, back);
  return listener !== undefined;
}
