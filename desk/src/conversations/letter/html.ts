/** Between the editor's HTML and the one that is sent: pure but for the browser's own parser. */

/** Plain words as paragraphs, one for each line. */
export const textAsHtml = (text: string): string =>
  text
    .split('\n')
    .map((line) => `<p>${line.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)}</p>`)
    .join('');

/** What an empty letter begins with: room to write, and the signature below it. */
export const beginning = (text: string, signature: string): string =>
  `${textAsHtml(text)}${signature ? `<p></p><p>-- </p>${signature}` : ''}`;

/** The words without the signature they end with: whether anything was written at all. */
export function withoutSignature(text: string, signature: string): string {
  const [all, end] = [text.trimEnd(), signature.trim()];
  if (!end || !all.endsWith(end)) return all;
  return all
    .slice(0, all.length - end.length)
    .trimEnd()
    .replace(/(^|\n)--$/, '')
    .trimEnd();
}

const mark = /<img\b[^>]*\bdata-attachment="([0-9a-f-]{36})"[^>]*>/g;

/** Ids of the uploads that stand in the text as pictures, each once, in order. */
export const picturesIn = (html: string): string[] => [
  ...new Set([...html.matchAll(mark)].flatMap(([, id]) => (id ? [id] : []))),
];

/**
 * The HTML as it is sent: pictures by the part they travel in, lines without the space that mail programs put between
 * paragraphs, as it looked when it was written. The server makes it safe whatever stands here.
 */
export const sentHtml = (html: string): string =>
  html
    .replace(mark, '<img src="cid:$1">')
    .replaceAll('<p></p>', '<div><br></div>')
    .replace(/<p>/g, '<div>')
    .replace(/<\/p>/g, '</div>');

/** The words of HTML, one line for each paragraph. */
const plainOf = (html: string): string => {
  const page = new DOMParser().parseFromString(html.replace(/<\/p>|<br\s*\/?>/g, '$&\n'), 'text/html');
  return (page.body.textContent ?? '').trim();
};

/** What stands in the editor: its HTML, and the words written above the signature; a picture alone is a blank. */
export function writtenIn(
  editor: { getHTML(): string; getText(options: { blockSeparator: string }): string },
  signature: string,
): { text: string; html: string } {
  const html = editor.getHTML();
  const text = withoutSignature(editor.getText({ blockSeparator: '\n' }), plainOf(signature));
  return { text: text || (html.includes('data-attachment=') ? ' ' : ''), html };
}
