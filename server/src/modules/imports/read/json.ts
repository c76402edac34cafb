import { textOf } from './decode.ts';
import { flatten } from './flatten.ts';
import { bounded, cleanCell, limits, ReadFailure, type RowSink } from './limits.ts';

/**
 * Lists as JSON: an array of people, one object a line (JSON Lines), pages of an API one after another or in an array
 * (`{"meta": …, "payload": […]}`). Objects are cut out of the text one by one, so that only one is ever unpacked.
 */

/** Keys under which APIs put the list of a page. */
const lists = new Set([
  ...['payload', 'data', 'contacts', 'users', 'organizations', 'customers', 'people'],
  ...['records', 'results', 'items', 'rows'],
]);
/** Keys of a human or a company: what has one is no page. */
const ownKeys = new Set([
  'id',
  'name',
  'email',
  'phone',
  'phone_number',
  'login',
  'firstname',
  'first_name',
  'nome',
]);
/** A page within an answer within an array: deeper than that nobody packs a list. */
const deepestPage = 4;

type Span = { from: number; to: number };

/** Reads a list of JSON, nested keys as columns of their own (`custom_attributes.plan`). Throws `ReadFailure`. */
export async function readJson(path: string, sink: RowSink): Promise<void> {
  const text = await textOf(path);
  if (text.trim() === '') throw new ReadFailure('empty');
  const columns = new Set<string>();
  for (const span of recordsOf(text)) {
    for (const name of flatten(unpack(text, span)).keys()) columns.add(name);
    if (columns.size > limits.columns) throw new ReadFailure('too_many_columns');
  }
  if (columns.size === 0) throw new ReadFailure('no_list');
  const take = bounded(sink);
  take([...columns].map(cleanCell));
  for (const span of recordsOf(text)) {
    const cells = flatten(unpack(text, span));
    const row = [...columns].map((name) => cleanCell(cells.get(name) ?? ''));
    if (row.some((cell) => cell !== '')) take(row);
  }
}

/** A number keeps its digits: a document of twenty is longer than a computer's numbers. */
const asWritten = (_key: string, value: unknown, place?: { source?: string }): unknown =>
  typeof value === 'number' && /^-?\d+$/.test(place?.source ?? '') ? place?.source : value;

function unpack(text: string, { from, to }: Span): Record<string, unknown> {
  if (to - from > limits.row) throw new ReadFailure('row_too_long');
  try {
    return JSON.parse(text.slice(from, to), asWritten) as Record<string, unknown>;
  } catch {
    throw new ReadFailure('damaged');
  }
}

/** Where the objects of people stand in the text. */
function* recordsOf(text: string): Generator<Span> {
  let at = skip(text, 0);
  while (at < text.length) {
    const to = endOf(text, at);
    yield* recordsIn(text, { from: at, to }, 0);
    at = skip(text, to);
  }
}

function* recordsIn(text: string, span: Span, level: number): Generator<Span> {
  const first = text[span.from];
  if (level > deepestPage) throw new ReadFailure('too_deep');
  if (first === '[') {
    for (const item of itemsOf(text, span.from)) yield* recordsIn(text, item, level + 1);
    return;
  }
  if (first !== '{') throw new ReadFailure('no_list');
  const page = pageIn(text, span);
  if (page) yield* recordsIn(text, page, level + 1);
  else yield span;
}

/** The list of a page, if this object is one. */
function pageIn(text: string, span: Span): Span | null {
  let list: Span | null = null;
  for (const { key, value } of membersOf(text, span.from)) {
    if (ownKeys.has(key)) return null;
    if (lists.has(key) && (text[value.from] === '[' || text[value.from] === '{')) list ??= value;
  }
  return list;
}

function* itemsOf(text: string, from: number): Generator<Span> {
  let at = skip(text, from + 1);
  while (text[at] !== ']') {
    const to = endOf(text, at);
    yield { from: at, to };
    at = afterComma(text, to, ']');
  }
}

function* membersOf(text: string, from: number): Generator<{ key: string; value: Span }> {
  let at = skip(text, from + 1);
  while (text[at] !== '}') {
    if (text[at] !== '"') throw new ReadFailure('damaged');
    const end = endOfString(text, at);
    const key = text.slice(at + 1, end - 1);
    const colon = skip(text, end);
    if (text[colon] !== ':') throw new ReadFailure('damaged');
    const value = skip(text, colon + 1);
    const to = endOf(text, value);
    yield { key, value: { from: value, to } };
    at = afterComma(text, to, '}');
  }
}

function afterComma(text: string, at: number, close: string): number {
  const next = skip(text, at);
  if (text[next] === close) return next;
  if (text[next] !== ',') throw new ReadFailure('damaged');
  return skip(text, next + 1);
}

/** Blanks, and the marks between the records of RFC 7464. */
function skip(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text.charCodeAt(at) <= 32 || text[at] === '\ufeff')) at += 1;
  return at;
}

/** The place behind the value that begins here. Nothing is unpacked, so depth and size cost nothing before they are refused. */
function endOf(text: string, from: number): number {
  const first = text[from];
  if (first === '"') return endOfString(text, from);
  if (first !== '{' && first !== '[') return endOfWord(text, from);
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    if (letter === 34) at = endOfString(text, at) - 1;
    else if (letter === 123 || letter === 91) {
      depth += 1;
      if (depth > limits.depth) throw new ReadFailure('too_deep');
    } else if (letter === 125 || letter === 93) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  throw new ReadFailure('damaged');
}

function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[\w+.-]/.test(text[at] as string)) at += 1;
  if (at === from) throw new ReadFailure('damaged');
  return at;
}

function endOfString(text: string, from: number): number {
  for (let at = from; ; ) {
    at = text.indexOf('"', at + 1);
    if (at < 0) throw new ReadFailure('damaged');
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
}
