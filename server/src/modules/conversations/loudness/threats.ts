import { entryAt, type Words } from './fold.ts';
import { harmless, threats } from './lists.ts';
import { isDenied } from './sentiment.ts';

/** Threats that begin so are no places: "no voy a demandar" is a no. */
const verbs = new Set([
  'voy',
  'vou',
  'irei',
  'will',
  'going',
  'gonna',
  'demandare',
  'demandarlos',
  'los',
  'suing',
  'sue',
]);

export type Threat = { words: string[]; weight: number };

/** Words of the law, of authorities and of the public that are neither denied nor meant otherwise. */
export function threatIn({ words, shown }: Words): Threat {
  const found = new Map<string, number>();
  for (let at = 0; at < words.length; ) {
    const other = entryAt(harmless, words, at);
    if (other) {
      at += other.words.length;
      continue;
    }
    const entry = entryAt(threats, words, at);
    if (entry && !isDenied(words, at, !verbs.has(entry.words[0] ?? '')))
      found.set(shown.slice(at, at + entry.words.length).join(' '), entry.weight);
    at += entry?.words.length ?? 1;
  }
  return { words: [...found.keys()], weight: Math.max(0, ...found.values()) };
}
