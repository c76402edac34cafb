import { textsOf } from './columns.ts';
import { formalNames } from './nicknames.ts';
import type { Prepared } from './prepare.ts';
import { phonetic } from './text.ts';

/** Words by which records are found that may be the same person; few per record, the same for every run. */
export function keysOf(parts: BlockingParts): string[] {
  const { given, surname, year, date, postcode, street, city } = parts;
  const keys: string[] = [];
  const put = (kind: string, ...of: readonly string[]): void => {
    if (of.every((part) => part !== '')) keys.push(`${kind}:${of.join('|')}`);
  };
  for (const phone of parts.phone) put('t', phone.slice(-8));
  for (const mail of parts.email) {
    const [local = ''] = mail.split('@');
    put('m', local.length >= 5 ? local : mail);
  }
  for (const document of parts.document) put('x', document);
  put('d', date);
  if (date) put('dx', [...date].sort().join(''), surname || given);
  for (const word of parts.words) put('w', word);
  for (const [first, second] of parts.pairs) put('n', first, second);
  put('sp', surname, postcode);
  put('gp', given, postcode);
  put('sy', surname, year);
  put('gy', given, year.slice(0, 3), city.slice(0, 5));
  put('st', street);
  put('sc', surname, city.slice(0, 6));
  put('gd', given, date.slice(4));
  put('sd', surname, date.slice(4));
  put('po', postcode, year);
  put('gs', given, street.slice(0, 6));
  put('ss', surname, street.slice(0, 6));
  put('pg', postcode, street.slice(0, 5));
  put('cs', city.slice(0, 5), street.slice(0, 5));
  put('ps', [...postcode].sort().join(''), surname);
  put('cd', city.slice(0, 5), date.slice(0, 6));
  for (const [kind, value] of parts.rare) put(`${rareMark}${kind}`, value);
  return [...new Set(keys)];
}

/** What the keys are made of, also what too common keys are refined by. */
export type BlockingParts = {
  given: string;
  surname: string;
  year: string;
  date: string;
  postcode: string;
  street: string;
  city: string;
  phone: string[];
  email: string[];
  document: string[];
  words: string[];
  pairs: [string, string][];
  /** Single values that help only where few have them. */
  rare: [string, string][];
};

/**
 * Keys that begin so are used only where few records have them: what is common in them is found by the other keys, in
 * which the same values stand together with others.
 */
export const rareMark = '~';

export function blockingParts(prepared: Prepared, record: number): BlockingParts {
  const { names } = prepared;
  const of = (name: string): string[] => {
    const feature = prepared.features.find((item) => item.role === name);
    return feature ? textsOf(feature.column, record) : [];
  };
  const givens = textsOf(names.given, record);
  const surnames = textsOf(names.surname, record);
  const words = [...givens, ...surnames, ...textsOf(names.others, record)];
  const [date = ''] = of('birth');
  const [postcode = ''] = of('postcode');
  const [street = ''] = of('street');
  const [number = ''] = of('number');
  const [extra = ''] = of('extra');
  const [city = of('birthPlace')[0] ?? ''] = of('city');
  return {
    given: phonetic(formalNames(givens[0] ?? '')[0] ?? ''),
    surname: phonetic(surnames[0] ?? ''),
    year: date.slice(0, 4),
    date: date.endsWith('0000') ? '' : date,
    postcode,
    street: street ? `${street.replaceAll(' ', '').slice(0, 8)}${number}` : extra.slice(0, 10),
    city,
    phone: of('phone'),
    email: of('email'),
    document: of('document'),
    words: words.filter((word) => word.length >= 3),
    pairs: namePairs(givens, [...surnames, ...textsOf(names.others, record)]),
    rare: [
      ['p', postcode],
      ['s', street.replaceAll(' ', '')],
      ['e', extra.replaceAll(' ', '')],
      ['c', city.replaceAll(' ', '')],
      ['l', phonetic(surnames[0] ?? '')],
      ...ownTexts(prepared, record),
    ],
  };
}

/** Values of columns nobody knows the meaning of; few values may be all there are, so only rare ones help. */
const ownTexts = (prepared: Prepared, record: number): [string, string][] =>
  prepared.features
    .filter((feature) => feature.role.startsWith('custom:'))
    .flatMap((feature) =>
      textsOf(feature.column, record).map((text): [string, string] => ['x', `${feature.name}=${text}`]),
    );

/** Sounds of a given name and another word of the name, in the order of the alphabet: exchanged names meet too. */
function namePairs(givens: readonly string[], rest: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (const given of givens.slice(0, 3))
    for (const formal of formalNames(given).slice(0, 3))
      for (const word of rest.slice(0, 4)) {
        const [first = '', second = ''] = [phonetic(formal), phonetic(word)].sort();
        pairs.push([first, second]);
      }
  return pairs;
}
