import type { Mention } from '@meada/contract/mentions';

/** Somebody a note can name. */
export type Target = { kind: 'person' | 'team'; id: string; name: string };

/** Without accents and capitals: "joao" finds João. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Names offered at once. */
const offeredAtMost = 8;
/** The name being typed: from an @ that begins a word up to the caret. */
const begun = /(?:^|[\s([{"'“])@([\p{L}\p{N}][\p{L}\p{N} .'-]{0,60}|)$/u;

/** The word after the @ before the caret, or null. */
export const wordBefore = (text: string, caret: number): string | null =>
  begun.exec(text.slice(0, caret))?.[1] ?? null;

/** Whom a begun name may mean: names that begin so first, then those with a later word that does. */
export function offeredFor(targets: readonly Target[], word: string): Target[] {
  const wanted = folded(word);
  const rankOf = ({ name }: Target): number => {
    const whole = folded(name);
    if (whole.startsWith(wanted)) return 0;
    return whole.split(/[\s.-]+/).some((part) => part.startsWith(wanted)) ? 1 : 2;
  };
  return targets
    .map((target) => ({ target, rank: rankOf(target) }))
    .filter(({ rank, target }) => rank < 2 && folded(target.name) !== wanted)
    .sort((one, other) => one.rank - other.rank || one.target.name.localeCompare(other.target.name))
    .slice(0, offeredAtMost)
    .map(({ target }) => target);
}

const isLetter = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);

/**
 * Whom a finished note names: every whole name after an @. Of two who are called alike, the one that was chosen from the
 * list.
 */
export function mentionsIn(
  text: string,
  targets: readonly Target[],
  chosen: ReadonlyMap<string, string>,
): Mention[] {
  const found: Mention[] = [];
  const longest = targets.toSorted((one, other) => other.name.length - one.name.length);
  for (let start = text.indexOf('@'); start >= 0; start = text.indexOf('@', start + 1)) {
    if (isLetter(text[start - 1])) continue;
    const named = longest.filter(
      ({ name }) => text.startsWith(name, start + 1) && !isLetter(text[start + 1 + name.length]),
    );
    const alike = named.filter(({ name }) => name === named[0]?.name);
    const one = alike.find(({ id, name }) => chosen.get(name) === id) ?? alike[0];
    if (!one) continue;
    found.push({
      personId: one.kind === 'person' ? one.id : null,
      teamId: one.kind === 'team' ? one.id : null,
      start,
      length: one.name.length + 1,
    });
  }
  return found;
}
