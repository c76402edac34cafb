import { helpSheet } from './help-sheet.ts';
import { isBound } from './keyboard.ts';

export type Action = { name: string; press: string[]; text: string };

/** Where each group of the sheet means something; the same key means other things elsewhere. Places are listed by themselves. */
const placeOf: Record<string, RegExp> = {
  work: /^/,
  customer: /^\/customers\/(?!duplicates)./,
  duplicates: /^\/customers\/duplicates/,
  deals: /^\/deals/,
  tasks: /^\/tasks/,
  list: /^\/conversations/,
  conversation: /^\/conversations\/./,
};

/** Said by the list of places, or by Escape itself. */
const elsewhere = new Set(['back', 'goWork']);

/** As the shortcuts write it: "mod+k", "g c". */
const nameOf = (press: readonly string[]): string =>
  press[0] === 'mod' ? press.join('+') : press.length === 1 ? (press[0] ?? '') : press.join(' ');

/** What can be done on the screen as it is, by the keys that mean something now; each once. */
export function actionsNow(): Action[] {
  const here = helpSheet.filter(({ title }) => placeOf[title]?.test(location.pathname));
  const all = here.flatMap(({ keys }) => keys.map((entry) => ({ ...entry, name: nameOf(entry.press) })));
  const bound = all.filter(({ name }) => isBound(name));
  return bound.filter(
    ({ name, text }, index) => bound.findIndex((one) => one.name === name) === index && !elsewhere.has(text),
  );
}
