/**
 * The little Markdown of setup guides, as data: headings, paragraphs, lists, tables, pictures, fenced code, and inside
 * them bold, emphasis, code and links. There is no way to write HTML: what looks like it is text.
 */
export type Inline =
  | { kind: 'text' | 'strong' | 'em' | 'code'; text: string }
  | { kind: 'link'; text: string; href: string };
export type Block =
  | { kind: 'heading'; level: number; text: Inline[] }
  | { kind: 'paragraph'; text: Inline[] }
  | { kind: 'code'; language: string; code: string }
  | { kind: 'picture'; alt: string; name: string; caption: string; width?: number; height?: number }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'list'; ordered: boolean; start: number; items: Block[][] };

const marks =
  /`([^`]+)`|\*\*(.+?)\*\*|(?<![\w*])[*_](?=\S)(.+?)(?<=\S)[*_](?![\w*])|\[([^\]]+)\]\(([^)\s]+)\)|(https?:\/\/[^\s<>)]*[^\s<>).,;:])/g;
const safe = (href: string) => /^(https?:\/\/|mailto:)/.test(href);

/** The marks inside a line. Links only to the web and to mail. */
export function inline(text: string): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(marks)) {
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    from = match.index + match[0].length;
    const [whole, code, strong, em, label, href, bare] = match;
    if (code !== undefined) parts.push({ kind: 'code', text: code });
    else if (strong !== undefined) parts.push({ kind: 'strong', text: strong.replace(/[`*]/g, '') });
    else if (em !== undefined) parts.push({ kind: 'em', text: em });
    else if (label !== undefined && href !== undefined && safe(href))
      parts.push({ kind: 'link', text: label, href });
    else if (bare !== undefined) parts.push({ kind: 'link', text: bare, href: bare });
    else parts.push({ kind: 'text', text: whole });
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

const fence = /^\s*(`{3,}|~{3,})\s*(\S*)/;
const heading = /^(#{1,6})\s+(.*)$/;
const bullet = /^(\s*)(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;
/** Only a picture beside the guide itself, with its size where the server says it: no other folder, no other machine. */
const picture =
  /^\s*!\[([^\]]+)\]\(pictures\/([\w.-]+\.(?:svg|webp))(?:#(\d{1,5})x(\d{1,5}))?(?:\s+"([^"]*)")?\)\s*$/;
const row = /^\s*\|(.*)\|\s*$/;
const ruler = /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/;
const indentOf = (line: string) => line.length - line.trimStart().length;

type Cursor = { lines: string[]; at: number };

function readCode(cursor: Cursor, open: RegExpExecArray): Block {
  const indent = indentOf(cursor.lines[cursor.at] ?? '');
  const code: string[] = [];
  cursor.at += 1;
  while (
    cursor.at < cursor.lines.length &&
    !(cursor.lines[cursor.at] ?? '').trim().startsWith(open[1] ?? '```')
  ) {
    const line = cursor.lines[cursor.at] ?? '';
    code.push(line.slice(Math.min(indent, indentOf(line))));
    cursor.at += 1;
  }
  cursor.at += 1;
  return { kind: 'code', language: open[2] ?? '', code: code.join('\n') };
}

/** One list with what is indented under its items. */
function readList(cursor: Cursor, first: RegExpExecArray): Block {
  const indent = first[1]?.length ?? 0;
  const ordered = first[2] !== undefined;
  const items: Block[][] = [];
  while (cursor.at < cursor.lines.length) {
    const match = bullet.exec(cursor.lines[cursor.at] ?? '');
    if (!match || (match[1]?.length ?? 0) !== indent || (match[2] !== undefined) !== ordered) break;
    const inner = [match[3] ?? ''];
    cursor.at += 1;
    while (cursor.at < cursor.lines.length) {
      const line = cursor.lines[cursor.at] ?? '';
      const nextIsOurs = indentOf(cursor.lines[cursor.at + 1] ?? '') > indent;
      const loose = line.trim() !== '' && !bullet.test(line) && !heading.test(line) && !fence.test(line);
      if (line.trim() === '' ? !nextIsOurs : indentOf(line) <= indent && !(loose && inner.at(-1)?.trim()))
        break;
      inner.push(line.slice(Math.min(indentOf(line), indent + 2)));
      cursor.at += 1;
    }
    items.push(blocks(inner.join('\n')));
    while ((cursor.lines[cursor.at] ?? 'x').trim() === '' && bullet.test(cursor.lines[cursor.at + 1] ?? ''))
      cursor.at += 1;
  }
  return { kind: 'list', ordered, start: Number(first[2] ?? 1), items };
}

const cellsOf = (line: string): Inline[][] =>
  (row.exec(line)?.[1] ?? '').split('|').map((cell) => inline(cell.trim()));

/** The head, the ruler under it, and the rows as far as they go. */
function readTable(cursor: Cursor): Block {
  const head = cellsOf(cursor.lines[cursor.at] ?? '');
  const rows: Inline[][][] = [];
  cursor.at += 2;
  while (row.test(cursor.lines[cursor.at] ?? '')) {
    rows.push(cellsOf(cursor.lines[cursor.at] ?? ''));
    cursor.at += 1;
  }
  return { kind: 'table', head, rows };
}

function readParagraph(cursor: Cursor): Block {
  const text: string[] = [];
  while (cursor.at < cursor.lines.length) {
    const line = cursor.lines[cursor.at] ?? '';
    if (
      line.trim() === '' ||
      fence.test(line) ||
      heading.test(line) ||
      picture.test(line) ||
      (text.length > 0 && bullet.test(line))
    )
      break;
    text.push(line.trim());
    cursor.at += 1;
  }
  return { kind: 'paragraph', text: inline(text.join(' ')) };
}

/** Reads a guide. Never fails: what it does not know is a paragraph. */
export function blocks(source: string): Block[] {
  const cursor: Cursor = { lines: source.replace(/\r\n?/g, '\n').split('\n'), at: 0 };
  const read: Block[] = [];
  while (cursor.at < cursor.lines.length) {
    const line = cursor.lines[cursor.at] ?? '';
    const open = fence.exec(line);
    const title = heading.exec(line);
    const item = bullet.exec(line);
    const shown = picture.exec(line);
    if (line.trim() === '') cursor.at += 1;
    else if (open) read.push(readCode(cursor, open));
    else if (shown) {
      const [, alt = '', name = '', width, height, caption = ''] = shown;
      const size = width && height ? { width: Number(width), height: Number(height) } : {};
      read.push({ kind: 'picture', alt, name, caption, ...size });
      cursor.at += 1;
    } else if (row.test(line) && ruler.test(cursor.lines[cursor.at + 1] ?? '')) read.push(readTable(cursor));
    else if (title) {
      read.push({ kind: 'heading', level: title[1]?.length ?? 1, text: inline(title[2] ?? '') });
      cursor.at += 1;
    } else read.push(item ? readList(cursor, item) : readParagraph(cursor));
  }
  return read;
}
