/**
 * Regular expressions that an administrator writes, kept to those whose time is bounded: a backtracking machine is slow
 * only where it can go several ways, so the ways are counted and the rest is refused.
 */
const patternLetters = 200;
/** An answer of a gateway that says what became of a message is short. */
const textLetters = 400;
/** Each multiplies the time by the length of the text. */
const loopsAtMost = 2;
/** Each at most doubles it. */
const forksAtMost = 4;

/** Character classes and escapes are one way each, whatever stands in them. */
const bare = (pattern: string): string => pattern.replace(/\\./gs, 'x').replace(/\[(?:[^\]])*\]/g, 'x');

/** Whether a pattern's time is bounded: no repeated group, no look-around, no back reference, few loops and forks. */
export function isQuick(pattern: string): boolean {
  if (pattern.length > patternLetters || /\\[1-9k]/.test(pattern)) return false;
  const rest = bare(pattern);
  if (/\)[*+?{]/.test(rest) || /\(\?(?!:)/.test(rest)) return false;
  const loops = rest.match(/[*+]\??|\{\d+,\d*\}\??/g) ?? [];
  const forks = rest.replace(/\(\?:/g, '(').match(/\||\?/g) ?? [];
  return (
    loops.length <= loopsAtMost &&
    forks.length <= forksAtMost + loops.filter((one) => one.endsWith('?')).length
  );
}

/**
 * What a pattern finds in the beginning of a text: its first group, else all of it; null when it finds nothing, is none,
 * or is not quick.
 */
export function foundBy(pattern: string, text: string): string | null {
  if (!isQuick(pattern)) return null;
  try {
    const match = new RegExp(pattern, 'iu').exec(text.slice(0, textLetters));
    return match && (match[1] ?? match[0]);
  } catch {
    return null;
  }
}
