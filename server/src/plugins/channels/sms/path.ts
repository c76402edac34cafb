import { foundBy } from './pattern.ts';

/** Reading answers and notices of gateways as the settings say. Everything here is hostile: paths, patterns, bytes. */

/** A value of a JSON document by a path such as `messages[0].id`; undefined where it leads nowhere. Pure. */
export function valueAt(document: unknown, path: string): unknown {
  if (path.trim() === '') return undefined;
  let at: unknown = document;
  for (const step of path
    .trim()
    .replace(/\[(\d{1,4})\]/g, '.$1')
    .split('.')
    .filter(Boolean)
    .slice(0, 20)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string, unknown>)[step];
  }
  return at;
}

/** A value as one line of text, or undefined when it is none. */
export function wordAt(document: unknown, path: string, max: number): string | undefined {
  const value = valueAt(document, path);
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const word = String(value)
    .replace(/\p{Cc}+/gu, ' ')
    .toWellFormed()
    .trim();
  return word === '' || word.length > max ? undefined : word;
}

/** `/pattern/` is a regular expression, everything else a path. */
const patternOf = (rule: string): string | null => /^\/(.+)\/$/s.exec(rule.trim())?.[1] ?? null;

/** What a rule (path or `/pattern/`) reads from an answer; undefined when nothing. */
export function readBy(
  rule: string,
  answer: { text: string; document: unknown },
  max: number,
): string | undefined {
  const pattern = patternOf(rule);
  if (pattern === null) return wordAt(answer.document, rule, max);
  return wordAt({ found: foundBy(pattern, answer.text) ?? undefined }, 'found', max);
}

/** Whether a rule holds: `path`, `path=value`, `path=one|other`, or `/pattern/`. */
export function holds(rule: string, answer: { text: string; document: unknown }): boolean {
  const pattern = patternOf(rule);
  if (pattern !== null) return foundBy(pattern, answer.text) !== null;
  const [, path = '', values] = /^([^=]+?)(?:=(.*))?$/s.exec(rule.trim()) ?? [];
  const word = wordAt(answer.document, path, 1000)?.toLowerCase();
  if (values === undefined) return word !== undefined && word !== 'false';
  return (
    word !== undefined &&
    values
      .toLowerCase()
      .split('|')
      .map((one) => one.trim())
      .includes(word)
  );
}

/** The text as JSON, or undefined. */
export function documentOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
