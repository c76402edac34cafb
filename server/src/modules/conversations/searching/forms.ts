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

const genders: readonly [ending: RegExp, others: readonly string[]][] = [
  [/o$/, ['a', 'os', 'as']],
  [/a$/, ['o', 'os', 'as']],
  [/[oa]s$/, ['o', 'a', 'os', 'as']],
];
/** Shorter words are others in the other gender (`caso`, `casa`). */
const gendersFrom = 6;

/** A word, without accents, in the other gender, where its accent would keep the stemmer from seeing it: `ultima`, `último`. */
export function gendersOf(folded: string): string[] {
  if (!isWord.test(folded) || folded.length < gendersFrom) return [];
  const forms = genders
    .filter(([ending]) => ending.test(folded))
    .flatMap(([ending, others]) => others.map((other) => folded.replace(ending, other)));
  return [...new Set(forms)].filter((form) => form !== folded);
}

/** Other forms of an English word, which the stemmer of the index does not know: `shipping`, `shipped`. */
export function englishOf(folded: string): string[] {
  if (!isWord.test(folded) || folded.length < alwaysFrom) return [];
  const bases = new Set([folded]);
  for (const ending of [/s$/, /es$/, /d$/, /ed$/, /ing$/])
    if (ending.test(folded))
      bases.add(folded.replace(ending, '')).add(folded.replace(ending, '').replace(/(.)\1$/, '$1'));
  const forms = [...bases]
    .filter((base) => base.length > 2)
    .flatMap((base) => [
      base,
      `${base}ed`,
      `${base}ing`,
      `${base.replace(/e$/, '')}ing`,
      `${base}d`,
      `${base}s`,
    ]);
  const english = /(?:ed|ing)$/;
  return [...new Set(forms)].filter(
    (form) => form !== folded && (english.test(form) || english.test(folded)),
  );
}

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
