import type { Content } from '@meada/contract/content';

/** What every channel of bare text says for contents it has no form for. */

/** All words of a content as plain text, no choice lost; '' when it has none. Pure. */
export function plainTextOf(content: Content): string {
  if (content.kind === 'buttons')
    return lines([
      content.text,
      ...content.buttons.map(({ title, url }) => (url ? `${title}: ${url}` : `• ${title}`)),
    ]);
  if (content.kind === 'list') {
    const rows = content.sections.flatMap(({ title, rows: inner }) => [
      ...(title ? [title] : []),
      ...inner.map((row) => `• ${row.title}${row.description ? ` – ${row.description}` : ''}`),
    ]);
    return lines([content.text, ...rows]);
  }
  if (content.kind === 'location') {
    const place = `https://maps.google.com/?q=${content.latitude},${content.longitude}`;
    return lines([content.name ?? '', content.address ?? '', place]);
  }
  if (content.kind === 'contact')
    return lines(content.contacts.map((one) => [one.name, ...one.phones, ...one.emails].join(' ')));
  return 'text' in content ? (content.text ?? '').trim() : '';
}

const lines = (all: string[]): string =>
  all
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Pieces of at most `max` UTF-16 units, cut at white space where the second half of a piece has any, else between
 * graphemes; a grapheme longer than a piece is cut between its characters. Only white space at the seams is lost.
 */
export function piecesOf(text: string, max: number): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > max) {
    const at = cutOf(rest, max);
    pieces.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  if (rest !== '') pieces.push(rest);
  return pieces.filter((piece) => piece !== '');
}

function cutOf(text: string, max: number): number {
  const space = /\s\S*$/.exec(text.slice(0, max + 1))?.index ?? 0;
  if (space > max / 2) return space;
  let cut = 0;
  for (const { index, segment } of graphemes.segment(text.slice(0, max + 64))) {
    if (index + segment.length > max) break;
    cut = index + segment.length;
  }
  if (cut > 0) return cut;
  return /[\ud800-\udbff]/.test(text[max - 1] ?? '') ? max - 1 : max;
}
