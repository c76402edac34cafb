import { useEffect, useRef } from 'react';

/** What a key, or two in a row ("g c"), does on a screen. */
export type Shortcuts = Record<string, (event: KeyboardEvent) => void>;

const layers: { current: Shortcuts }[] = [];
let prefix = '';
let prefixAt = 0;
/** How long the second key of a pair may take, and within what a key is one more letter of a word (ms). */
const sequenceMs = 1200;
const wordMs = 250;
/** How long a field asked for by a command (the palette) may take to be there (ms). */
const fieldMs = 800;
let commandAt = 0;

const typingIn = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** A dialog or menu on top has the keyboard for itself. (Hence the capture below: asked before it has closed itself.) */
const blocked = (): boolean => document.querySelector('[role="dialog"], [role="menu"]') !== null;

/** Name of a pressed key as the shortcuts write it: "j", "?", "mod+k". */
function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
}

function press(event: KeyboardEvent): void {
  if (event.altKey || event.isComposing) return;
  const name = nameOf(event);
  if (typingIn(event.target) && !name.startsWith('mod+')) return;
  if (blocked()) return;
  // What is typed on the way to that field must not resolve or assign anything either.
  if (!name.startsWith('mod+') && Date.now() - commandAt < fieldMs) return;
  const since = Date.now() - prefixAt;
  const sequence = since < sequenceMs ? `${prefix} ${name}` : name;
  // Letters in quick succession behind one that means nothing are words on their way to a field that is not there yet:
  // they must not resolve or assign anything.
  for (const wanted of since < wordMs ? [sequence] : [sequence, name]) {
    for (const layer of [...layers].reverse()) {
      const act = layer.current[wanted];
      if (!act) continue;
      event.preventDefault();
      prefix = '';
      prefixAt = 0;
      if (name.startsWith('mod+')) commandAt = Date.now();
      act(event);
      return;
    }
  }
  // Enter or an arrow begins neither a pair nor a word.
  if (name.length > 1) return;
  prefix = name;
  prefixAt = Date.now();
}

/** Gives keys a meaning while the component is on the screen; the latest mounted wins over the ones below. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    if (layers.length === 0) window.addEventListener('keydown', press, true);
    layers.push(current);
    return () => {
      layers.splice(layers.indexOf(current), 1);
      if (layers.length === 0) window.removeEventListener('keydown', press, true);
    };
  }, []);
}

/** Whether a key, or two in a row, means something on the screen as it is. */
export const isBound = (name: string): boolean => layers.some(({ current }) => Object.hasOwn(current, name));

/** Does what a key does: for the palette, which offers every action by its name. */
export function pressFor(name: string): void {
  const layer = layers.findLast(({ current }) => Object.hasOwn(current, name));
  layer?.current[name]?.(new KeyboardEvent('keydown', { key: name }));
}
