import type { CannedReply } from '@meada/contract/routes/canned';

/** Most replies offered at once. */
const most = 8;

/** Words as they are compared: without accents, in small letters. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** How well a reply fits a word, smaller is better; null: not at all. */
function rankOf(reply: CannedReply, word: string): number | null {
  if (word === '' || reply.shortcut.startsWith(word)) return 0;
  const title = fold(`${reply.title} ${reply.folder}`);
  if (title.startsWith(word) || title.includes(` ${word}`)) return 1;
  if (reply.shortcut.includes(word) || title.includes(word)) return 2;
  return word.length >= 3 && fold(reply.text).includes(word) ? 3 : null;
}

/** Replies for a typed word: by shortcut, then by title, then by what they say; the list's order (most used) within each. */
export function cannedFor(all: readonly CannedReply[], typed: string): CannedReply[] {
  const word = fold(typed);
  return all
    .flatMap((reply) => {
      const rank = rankOf(reply, word);
      return rank === null ? [] : [{ reply, rank }];
    })
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ reply }) => reply);
}
