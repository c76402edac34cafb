import { useRef } from 'react';

/**
 * Ids for what is about to be made: the same one while the same is sent, so that a press that is repeated, or sent again
 * after an answer was lost, makes it once; another one for other words. `done` after it was made: the same words then are new.
 */
export function useOnce(): { idOf(body: object): string; done(): void } {
  const kept = useRef({ words: '', id: '' });
  return {
    idOf(body) {
      const words = JSON.stringify(body);
      if (words !== kept.current.words) kept.current = { words, id: crypto.randomUUID() };
      return kept.current.id;
    },
    done() {
      kept.current = { words: '', id: '' };
    },
  };
}
