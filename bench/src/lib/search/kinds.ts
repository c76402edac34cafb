import type { searchMessages as route } from '../../../../contract/src/routes/search.ts';
import type { Input } from '../../../../server/src/kernel/http/route.ts';
import { wordOf } from './base.ts';

export type Query = Partial<Input<typeof route>['query']> & { query: string };
/** A kind of query: the n-th of it; `narrow` for an agent who sees only what is assigned to them; `records` for what is written
 * down about customers. */
export type Kind = { ask: (n: number, spanMs: number) => Query; narrow?: true; records?: true };

const nobody = '00000000-0000-7000-8000-000000000000';

/** Two letters in the middle exchanged. */
function slip(word: string): string {
  const at = Math.floor(word.length / 2);
  return word.slice(0, at - 1) + word[at] + word[at - 1] + word.slice(at + 1);
}

/** Ranks of words: 1 is the commonest, in most messages; 3 in a third of them. */
export const kinds: Record<string, Kind> = {
  rare: { ask: (n) => ({ query: wordOf(15_000 + n) }) },
  middling: { ask: (n) => ({ query: wordOf(300 + n) }) },
  common: { ask: (n) => ({ query: wordOf(1 + (n % 5)) }) },
  'three common': { ask: (n) => ({ query: `${wordOf(1 + (n % 5))} ${wordOf(7)} ${wordOf(9)}` }) },
  'common and rare': { ask: (n) => ({ query: `${wordOf(2)} ${wordOf(9000 + n)}` }) },
  'side by side': { ask: (n) => ({ query: `"${wordOf(3)} ${wordOf(10 + n)}"` }) },
  'four side by side, nobody wrote them': {
    ask: (n) => ({ query: `"${wordOf(3)} ${wordOf(5 + n)} ${wordOf(2)} ${wordOf(8 + n)}"` }),
  },
  without: { ask: (n) => ({ query: `${wordOf(40 + n)} -${wordOf(1)}` }) },
  beginning: { ask: (n) => ({ query: wordOf(20 + n).slice(0, 3) }) },
  'rare and a beginning': { ask: (n) => ({ query: `${wordOf(9000 + n)} ${wordOf(20 + n).slice(0, 3)}` }) },
  slip: { ask: (n) => ({ query: slip(wordOf(4000 + n)) }) },
  'slip, nothing alike': { ask: (n) => ({ query: `xkwzj${'qyhxw'.slice(n % 4)}${n % 7 ? 'kk' : 'zz'}` }) },
  nothing: { ask: (n) => ({ query: `${wordOf(18_000 + n)} ${wordOf(19_000 - n)} ${wordOf(17_000 + n)}` }) },
  'common, with files, none has': { ask: (n) => ({ query: wordOf(1 + (n % 5)), files: '1' }) },
  'common, no conversation fits': { ask: (n) => ({ query: wordOf(1 + (n % 5)), status: 'snoozed' }) },
  'common, of somebody who answers for none': {
    ask: (n) => ({ query: wordOf(1 + (n % 5)), assigneeId: nobody }),
  },
  'common, on the channel of nearly all': { ask: (n) => ({ query: wordOf(1 + (n % 5)), channel: 'api' }) },
  'middling, on the channel of nearly all': { ask: (n) => ({ query: wordOf(300 + n), channel: 'api' }) },
  'common, on a channel hardly used': { ask: (n) => ({ query: wordOf(1 + (n % 5)), channel: 'email' }) },
  'middling, on a channel hardly used': { ask: (n) => ({ query: wordOf(300 + n), channel: 'email' }) },
  'common, in an inbox nobody wrote to': { ask: (n) => ({ query: wordOf(1 + (n % 5)), inboxId: nobody }) },
  'common, long ago': {
    ask: (n, spanMs) => ({
      query: wordOf(4),
      until: new Date(Date.now() - (0.3 + n / 100) * spanMs).toISOString(),
    }),
  },
  'middling, long ago, for a day': {
    ask: (n, spanMs) => {
      const until = Date.now() - (0.3 + n / 100) * spanMs;
      const from = new Date(until - 86_400_000).toISOString();
      return { query: wordOf(300 + n), until: new Date(until).toISOString(), from };
    },
  },
  'only assigned, common': { ask: (n) => ({ query: wordOf(1 + (n % 5)) }), narrow: true },
  'only assigned, middling': { ask: (n) => ({ query: wordOf(300 + n) }), narrow: true },
  'a verb of many forms': { ask: (n) => ({ query: `trouxe ${wordOf(100 + n)}` }) },
  'a telephone': { ask: (n) => ({ query: `(41) 9${8000 + n}-${1000 + n}` }) },
  'records, common': { ask: (n) => ({ query: wordOf(1 + (n % 5)) }), records: true },
  'records, middling': { ask: (n) => ({ query: wordOf(300 + n) }), records: true },
  'records, rare': { ask: (n) => ({ query: wordOf(15_000 + n) }), records: true },
  'records, a beginning': { ask: (n) => ({ query: wordOf(20 + n).slice(0, 3) }), records: true },
  'records, nothing alike': {
    ask: (n) => ({ query: `xkwzj${'qyhxw'.slice(n % 4)}${n % 7 ? 'kk' : 'zz'}` }),
    records: true,
  },
  'records, slip': { ask: (n) => ({ query: slip(wordOf(19_900 - n)) }), records: true },
};
