/**
 * Cuts a text into pieces of at most `max` UTF-16 units, at a paragraph, line, sentence or word where there is one in
 * the last half, never inside a character. Blank text gives no piece; nothing but white space at the cuts is lost.
 */
export function splitText(text: string, max: number): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > max) {
    const at = cutOf(rest, max);
    const piece = rest.slice(0, at).trimEnd();
    if (piece) pieces.push(piece);
    rest = rest.slice(at).trimStart();
  }
  return rest ? [...pieces, rest] : pieces;
}

function cutOf(text: string, max: number): number {
  const window = text.slice(0, max + 1);
  for (const border of ['\n\n', '\n', '. ', ' ']) {
    const at = window.lastIndexOf(border);
    if (at > max / 2) return Math.min(max, at + border.length);
  }
  // A surrogate pair must not be torn apart.
  const inPair = /[\ud800-\udbff]/.test(text[max - 1] ?? '') && /[\udc00-\udfff]/.test(text[max] ?? '');
  return inPair ? max - 1 : max;
}
