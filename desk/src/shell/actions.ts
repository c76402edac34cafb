import { helpSheet } from './help-sheet.ts';
import { isBound } from './keyboard.ts';

export type Action = { name: string; press: string[]; text: string };

/** Groups that belong to a screen: the rest of the sheet are places, which the palette lists by themselves. */
const ofScreens = helpSheet.filter(({ title }) => title !== 'everywhere');

/** As the shortcuts write it: "mod+k", "g c". */
const nameOf = (press: readonly string[]): string =>
  press[0] === 'mod' ? press.join('+') : press.length === 1 ? (press[0] ?? '') : press.join(' ');

/** What can be done on the screen as it is, by the keys that mean something now; each once. */
export function actionsNow(): Action[] {
  const all = ofScreens.flatMap(({ keys }) => keys.map((entry) => ({ ...entry, name: nameOf(entry.press) })));
  const bound = all.filter(({ name }) => isBound(name));
  return bound.filter(
    ({ name, text }, index) => bound.findIndex((one) => one.name === name) === index && text !== 'back',
  );
}
