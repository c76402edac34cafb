/**
 * Other forms of a word that somebody looks for, where the stemmer of the index has two: it cuts `cartão` and `cartões`,
 * `animal` and `animais` differently, and knows no `informacao` without its accents. Pure.
 */

/** Endings, and what stands there in the other number; letters without accents. */
const numbers: readonly [ending: RegExp, others: readonly string[]][] = [
  [/ao$/, ['oes', 'aes', 'aos']],
  [/[oa]es$/, ['ao']],
  [/aos$/, ['ao']],
  [/al$/, ['ais']],
  [/ais$/, ['al']],
  [/el$/, ['eis']],
  [/il$/, ['is', 'eis']],
  [/eis$/, ['el', 'il']],
  [/is$/, ['il']],
  [/ol$/, ['ois']],
  [/ois$/, ['ol']],
  [/ul$/, ['uis']],
  [/uis$/, ['ul']],
  [/m$/, ['ns']],
  [/ns$/, ['m']],
  [/ion$/, ['iones']],
  [/iones$/, ['ion']],
  [/(?<=[rzs])es$/, ['']],
  [/(?<=[rz])$/, ['es']],
  [/(?<=^\p{L}{1,3}[aeiou]s)$/u, ['es']],
  [/(?<=[aeiou])s$/, ['']],
  [/(?<=[aeiou])$/, ['s']],
];

const isWord = /^[a-z]{3,24}$/;
/** Shorter words become others too easily (`mal`, `mais`), but for those that only change their end. */
const alwaysFrom = 4;
const shortOnes = /(?:ao|m|[aeiou]s)$/;

/** A word, without accents, in the other number: `cartoes` for `cartao`, `cartao` for `cartoes`. */
export function numbersOf(folded: string): string[] {
  if (!isWord.test(folded) || (folded.length < alwaysFrom && !shortOnes.test(folded))) return [];
  const forms = numbers
    .filter(([ending]) => ending.test(folded))
    .flatMap(([ending, others]) => others.map((other) => folded.replace(ending, other)));
  return [...new Set(forms)].filter((form) => form.length > 2 && form !== folded);
}

const nasal: readonly [ending: RegExp, accented: string][] = [
  [/cao$/, 'ção'],
  [/coes$/, 'ções'],
];

/** A word typed without the accents of its ending, by which its stem is known: `informação` for `informacao`. */
export function accentedOf(typed: string): string[] {
  const word = typed.toLowerCase();
  return nasal.filter(([ending]) => ending.test(word)).map(([ending, end]) => word.replace(ending, end));
}

/** How the digits of a number stand apart: telephones, postal codes, CPF, CNPJ, card numbers. */
const groups: Readonly<Record<number, readonly string[]>> = {
  8: ['dddd-dddd', 'dddd dddd', 'ddddd-ddd'],
  9: ['ddddd-dddd', 'ddddd dddd'],
  10: ['dd dddd-dddd', 'dd dddd dddd'],
  11: ['dd ddddd-dddd', 'dd ddddd dddd', 'ddd.ddd.ddd-dd'],
  12: ['dd dd dddd-dddd'],
  13: ['dd dd ddddd-dddd'],
  14: ['dd.ddd.ddd/dddd-dd'],
};

const grouped = (digits: string, pattern: string): string => {
  let next = 0;
  return pattern.replace(/d/g, () => digits[next++] ?? '');
};

/** A number as others write it: with the usual marks between its digits, or with none. */
export function digitsOf(typed: string): string[] {
  const [whole = '', rest = ''] = typed.split(/(,\d+)$/u);
  if (/^\d{4,7}$/.test(whole)) return [`${whole.replace(/\B(?=(\d{3})+$)/g, '.')}${rest}`];
  if (/^\d{8,14}$/.test(typed)) return (groups[typed.length] ?? []).map((pattern) => grouped(typed, pattern));
  const bare = typed.replace(/\D/g, '');
  const parted = /^[+(]?\d[\d\s().,/-]*\d$/.test(typed);
  if (!parted || bare.length < 4) return [];
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(typed)) return [typed.replace(/\./g, '')];
  const others = (groups[bare.length] ?? []).map((pattern) => grouped(bare, pattern));
  return [bare, ...others.filter((other) => other !== typed)];
}
