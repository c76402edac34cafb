import { int, type Raw, str } from './read.ts';

/**
 * Text with the links that formatting hides written out: `see here` linked to a page becomes `see here (page)`.
 * Offsets of entities count UTF-16 units (Bot API, MessageEntity), as JavaScript does.
 */
export function visibleText(text: string, entities: Raw[]): string {
  const links = entities
    .filter((entity) => entity.type === 'text_link')
    .map((entity) => ({
      start: int(entity.offset) ?? -1,
      end: (int(entity.offset) ?? -1) + (int(entity.length) ?? 0),
      url: str(entity.url, 2000),
    }))
    .filter(({ start, end, url }) => url && start >= 0 && end > start && end <= text.length)
    .sort((a, b) => b.end - a.end);
  let result = text;
  for (const { start, end, url } of links) {
    if (url && !text.slice(start, end).includes(url)) {
      result = `${result.slice(0, end)} (${url})${result.slice(end)}`;
    }
  }
  return result;
}

/** Where a text may be cut, best first: paragraph, line, sentence, word. */
const breaks = [/\n{2,}/g, /\n/g, /[.!?…]\s/g, /\s/g];
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Splits a text into pieces of at most `max` UTF-16 units, at the best place in the second half of each piece; only a
 * word longer than that is cut, and then between graphemes. Blank pieces are left out; no other character is lost
 * but the white space at the seams.
 */
export function splitText(text: string, max: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const at = cutAt(rest, max);
    pieces.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  pieces.push(rest);
  return pieces.filter((piece) => piece.trim() !== '');
}

function cutAt(text: string, max: number): number {
  const head = text.slice(0, max);
  for (const pattern of breaks) {
    const last = [...head.matchAll(pattern)].at(-1);
    const end = last ? last.index + last[0].length : 0;
    if (end > max / 2) return end;
  }
  // A grapheme longer than this window is an attack on the renderer, not writing: it may be cut.
  const from = max - 64;
  const last = [...graphemes.segment(text.slice(from, max + 64))]
    .filter((one) => from + one.index <= max)
    .at(-1);
  const at = from + (last?.index ?? 64);
  const cut = at > from ? at : max;
  const isInsidePair = /[\ud800-\udbff]/.test(text[cut - 1] ?? '') && /[\udc00-\udfff]/.test(text[cut] ?? '');
  return isInsidePair ? cut - 1 : cut;
}
