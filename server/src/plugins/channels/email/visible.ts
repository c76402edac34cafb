import { plain } from './repair.ts';
import {
  attributionStart,
  decoration,
  forwardMark,
  headerLabels,
  mobileSignature,
  replyAbove,
  separator,
  signatureMark,
  wroteVerb,
} from './visible-patterns.ts';

/**
 * The visible part of a reply: what the writer wrote, without quoted history and signature; answers between quotes
 * stay, the quotes are in the full text. Each line is looked at a constant number of times and never more than
 * `lineLimit` letters of it: linear on any input.
 */

const textLimit = 1_000_000;
const lineLimit = 300;
/** A signature longer than this is text that happens to follow two dashes. */
const signatureLines = 20;
/** Clients wrap "On … wrote:" over at most this many lines. */
const attributionLines = 4;

type Mark = 'own' | 'blank' | 'quote' | 'signature';
/** `labels`: what header label a line begins with, found once for each line that is asked for. */
type Scan = { lines: string[]; marks: Mark[]; end: number; labels: (string | undefined)[] };

/** The writer's own words; the whole text when nothing would be left (a forward, an empty answer). */
export function visiblePart(text: string, options: { forwarded?: boolean } = {}): string {
  const lines = plain(text.slice(0, textLimit))
    .split('\n')
    .map((line) => line.trimEnd());
  const scan: Scan = { lines, marks: lines.map(firstMark), end: lines.length, labels: [] };
  markContinuations(scan);
  if (!options.forwarded) markHistory(scan);
  markSignatures(scan);
  const visible = ownWords(scan);
  return visible || lines.join('\n').trim();
}

const isQuoted = (line: string) => /^\s{0,3}>/.test(line);
const firstMark = (line: string): Mark => (line.trim() === '' ? 'blank' : isQuoted(line) ? 'quote' : 'own');

/** A long quoted line broken by a gateway goes on without `>`: short, lower case, glued to it. */
function markContinuations({ lines, marks }: Scan): void {
  for (let at = 1; at < lines.length; at++) {
    const [before = '', line = ''] = [lines[at - 1], lines[at]];
    if (marks[at] === 'own' && marks[at - 1] === 'quote' && before.length >= 60 && line.length < 80)
      if (/^\p{Ll}/u.test(line)) marks[at] = 'quote';
  }
}

/** Finds where history begins: an attribution over `>` lines is a quote, everything else ends the mail there. */
function markHistory(scan: Scan): void {
  const { lines, marks } = scan;
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? '').slice(0, lineLimit);
    if (marks[at] !== 'own') continue;
    if (forwardMark.test(line.trim())) return;
    const announced = separator.test(line) || replyAbove.test(line) || isHeaderBlock(scan, at);
    const attribution = announced ? null : attributionAt(scan, at);
    if (announced || attribution?.quoted === false) {
      endAt(scan, at);
      return;
    }
    if (attribution) marks.fill('quote', at, at + attribution.length);
  }
}

/** Ends the mail above line `at`, and above the ruler that announces it. */
function endAt(scan: Scan, at: number): void {
  let end = at;
  while (end > 0 && (scan.marks[end - 1] === 'blank' || decoration.test(scan.lines[end - 1] ?? ''))) end--;
  scan.end = end;
}

function labelOf(line: string) {
  const colon = line.indexOf(':');
  if (colon < 1 || colon > 40) return undefined;
  const label = line
    .slice(0, colon)
    .replace(/[*_\u00a0]/g, ' ')
    .trim()
    .toLowerCase();
  return headerLabels.get(label);
}

const labelAt = ({ lines, labels }: Scan, at: number): string => {
  labels[at] ??= labelOf(lines[at] ?? '') ?? '';
  return labels[at];
};

/** `From: … Sent: … To: … Subject: …` as Outlook and others print above the older mail, in any order. */
function isHeaderBlock(scan: Scan, at: number): boolean {
  const { lines } = scan;
  const first = labelAt(scan, at);
  if (first === '') return false;
  const kinds = new Set<string>([first]);
  let mail = first === 'subject' || address.test((lines[at] ?? '').slice(0, lineLimit));
  // Some clients put a blank line below every header: only two together end the block.
  for (let next = at + 1, blanks = 0; next < lines.length && next < at + 11 && blanks < 2; next++) {
    const line = lines[next] ?? '';
    const kind = labelAt(scan, next);
    blanks = line.trim() === '' ? blanks + 1 : kind ? 0 : blanks;
    if (kind) kinds.add(kind);
    if (kind === 'subject' || (kind && address.test(line.slice(0, lineLimit)))) mail = true;
  }
  // One that begins otherwise may be a form somebody filled in: it needs the date, too. A journey has from, to, date.
  const usual = first === 'from' || first === 'date';
  return mail && kinds.has('from') && kinds.size >= (usual ? 3 : 4);
}

/** "On … wrote:" beginning at line `at`: how many lines it takes, and whether `>` lines follow. */
function attributionAt({ lines, marks }: Scan, at: number): { length: number; quoted: boolean } | null {
  let joined = '';
  for (let count = 1; count <= attributionLines; count++) {
    const mark = marks[at + count - 1];
    if (mark !== 'own') return null;
    joined = `${joined} ${(lines[at + count - 1] ?? '').slice(0, lineLimit)}`;
    if (!isAttribution(undashed(joined))) continue;
    let next = at + count;
    while (marks[next] === 'blank') next++;
    if (marks[next] === 'quote') return { length: count, quoted: true };
    return isDetailed(joined) ? { length: count, quoted: false } : null;
  }
  return null;
}

/** Without the dashes some clients draw around the attribution; a loop, since a pattern would be quadratic. */
function undashed(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && '- '.includes(text[from] ?? '')) from++;
  while (to > from && '- '.includes(text[to - 1] ?? '')) to--;
  return text.slice(from, to);
}

const address = /[^\s<>()[\]@]{1,64}@[^\s<>()[\]@]{1,100}/;
const clock = /(?:^|\D)\d{1,2}[:.hH]\d{2}(?!\d)/;
const year = /(?:^|\D)(?:19|20)\d{2}(?!\d)/;

function isAttribution(text: string): boolean {
  if (text.length > 600 || !/\d/.test(text)) return false;
  const verb = wroteVerb.exec(text);
  const closed = /[:：]\s*$/.test(text);
  if (verb && (attributionStart.test(text) || address.test(text.slice(0, verb.index + 2))))
    return closed || verb.index + verb[0].length >= text.length;
  return (
    text.length <= 300 &&
    /[>)]\s*:\s*$/.test(text) &&
    address.test(text) &&
    clock.test(text) &&
    year.test(text)
  );
}

/** Enough of a date or address to believe it without `>` lines below. */
const isDetailed = (text: string) => address.test(text) || clock.test(text) || year.test(text);

/** From a signature's first line to the next quote, or the end. */
function markSignatures({ lines, marks, end }: Scan): void {
  for (let at = 0; at < end; at++) {
    const line = (lines[at] ?? '').slice(0, lineLimit);
    if (marks[at] !== 'own') continue;
    const mobile = mobileSignature.test(line);
    if (!mobile && !signatureMark.test(line)) continue;
    let to = at;
    let written = 0;
    while (to < end && marks[to] !== 'quote') if (marks[to++] === 'own') written++;
    if (mobile || written <= signatureLines) marks.fill('signature', at, to);
    at = to - 1;
  }
}

/** Puts together what is left: the writer's own lines, wherever they stand among the quotes. */
function ownWords({ lines, marks, end }: Scan): string {
  const kept = lines.filter((_line, at) => at < end && (marks[at] === 'own' || marks[at] === 'blank'));
  return kept
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
    .trimEnd();
}
