/** Words on their way from the panel into what is being written. */
type Listener = (words: string) => void;
const listeners = new Map<string, Listener>();

/** The composer of a conversation takes words that are put into it; answers how to stop. */
export function takeWords(conversationId: string, listener: Listener): () => void {
  listeners.set(conversationId, listener);
  return () => {
    if (listeners.get(conversationId) === listener) listeners.delete(conversationId);
  };
}

/** Puts words where one writes, if somebody writes there. */
export const putWords = (conversationId: string, words: string): void =>
  listeners.get(conversationId)?.(words);
