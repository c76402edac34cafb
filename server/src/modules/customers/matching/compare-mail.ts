import { type Column, itemsOf } from './columns.ts';
import { bestOf, type Finding } from './compare-text.ts';
import { edits, jaroWinkler } from './distance.ts';
import { close, different, elsewhere, missing, same, similar } from './levels.ts';

const lettersOf = (local: string): string => local.replace(/[^a-z]/g, '');

/** Two e-mail addresses: a slip; the same local part elsewhere; alike. */
export function judgeMail(a: string, b: string): number {
  const [localA = '', domainA = ''] = a.split('@');
  const [localB = '', domainB = ''] = b.split('@');
  const nearDomain = domainA === domainB || edits(domainA, domainB, 2) <= 2;
  if (localA === localB) return nearDomain ? close : elsewhere;
  // ana.lima7 and ana.lima8 are two people's, not a slip.
  if (lettersOf(localA) === lettersOf(localB)) return similar;
  const slips = Math.min(localA.length, localB.length) >= 6 ? 2 : 1;
  if (edits(localA, localB, slips) <= slips) return nearDomain ? close : similar;
  return nearDomain && jaroWinkler(localA, localB) >= 0.9 ? similar : different;
}

/** Domains where everybody has a mailbox; `yahoo.com.br` goes by its first word. */
const providers = new Set(
  'gmail hotmail outlook yahoo icloud live msn aol gmx uol bol terra ig globo proton protonmail mail me'.split(
    ' ',
  ),
);
const oftenAt = 0.01;
const oftenFrom = 5;

/** Domains that so many addresses have that sharing one says nothing. */
function commonDomains(texts: readonly string[]): (domain: string) => boolean {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const domain = text.slice(text.indexOf('@') + 1);
    counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  const often = Math.max(oftenFrom, texts.length * oftenAt);
  return (domain) => providers.has(domain.split('.')[0] ?? '') || (counts.get(domain) ?? 0) > often;
}

/** Shortest word of a name by which an address is known to be made of the name. */
const shortest = 3;

/**
 * Compares addresses of e-mail. Where both are made of their owners' names, likeness says no more than the names have
 * said already (ana.lima at two providers): then it is as if nothing was known. Only the same mailbox counts.
 */
export function compareMails(
  emails: Column,
  names: readonly Column[],
): (a: number, b: number, found: Finding) => void {
  const best = bestOf(emails, judgeMail);
  const { texts } = emails.dictionary;
  const isCommon = commonDomains(texts);
  const isMadeOfName = (record: number, local: string): boolean =>
    names.some((column) =>
      itemsOf(column, record).some((item) => {
        const word = column.dictionary.texts[item] as string;
        return word.length >= shortest && local.includes(word);
      }),
    );
  return (a, b, found) => {
    best(a, b, found);
    if (found.level === same || found.level === missing || found.level === different) return;
    const [domain = '', other] = [texts[found.item], texts[found.other]].map((text) => text?.split('@')[1]);
    // Alike at a rare domain: a slip, or a firm's; at a provider's it is only the name once more.
    if (found.level === similar && domain === other && !isCommon(domain)) return;
    const locals = [texts[found.item] ?? '', texts[found.other] ?? ''].map(
      (text) => text.split('@')[0] ?? '',
    );
    if (found.level === close && !locals.every((local) => local === locals[0])) return;
    // The same local part with a number of its own is hardly chance.
    if (locals[0] === locals[1] && (found.level === close || /\d\d/.test(locals[0] ?? ''))) return;
    const isMade = [a, b].every((record) => locals.some((local) => isMadeOfName(record, local)));
    if (isMade) found.level = missing;
  };
}
