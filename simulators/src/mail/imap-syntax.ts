import type { Socket } from 'node:net';

/** A word of an IMAP command: an atom or string, or a list in brackets. */
export type Word = string | Word[];
export type Command = { tag: string; name: string; words: Word[] };

const maxCommand = 80 * 1024 * 1024;

/**
 * Collects commands from a socket: lines, and the literals inside them (`{12}` asks first, `{12+}` does not, RFC 7888).
 * Latin-1 strings stand for bytes throughout, so that a mail in a literal stays as it is.
 */
export function commandReader(socket: Socket, take: (text: string) => void): (chunk: Buffer) => void {
  let waiting = '';
  let done = 0;
  return (chunk) => {
    waiting += chunk.toString('latin1');
    if (waiting.length > maxCommand) socket.destroy();
    for (;;) {
      const end = waiting.indexOf('\r\n', done);
      if (end < 0) return;
      const literal = /\{(\d+)(\+?)\}$/.exec(waiting.slice(Math.max(done, end - 30), end));
      if (!literal) {
        const text = waiting.slice(0, end);
        waiting = waiting.slice(end + 2);
        done = 0;
        take(text);
        continue;
      }
      const size = Number(literal[1]);
      if (waiting.length < end + 2 + size) {
        if (!literal[2] && waiting.length === end + 2) socket.write('+ go ahead\r\n');
        return;
      }
      done = end + 2 + size;
    }
  };
}

/** Splits a command into words; throws on what is no IMAP. */
export function parseCommand(text: string): Command {
  const state = { text, at: 0 };
  const words = wordsUntil(state, '');
  const [tag, name, ...rest] = words;
  if (typeof tag !== 'string' || typeof name !== 'string') throw new Error('no command');
  return { tag, name: name.toUpperCase(), words: rest };
}

type State = { text: string; at: number };

function wordsUntil(state: State, close: string): Word[] {
  const words: Word[] = [];
  while (state.at < state.text.length) {
    const letter = state.text[state.at];
    if (letter === ' ') state.at++;
    else if (letter === close) {
      state.at++;
      return words;
    } else if (letter === '(') {
      state.at++;
      words.push(wordsUntil(state, ')'));
    } else words.push(letter === '"' ? quoted(state) : letter === '{' ? literal(state) : atom(state));
  }
  if (close) throw new Error('open bracket');
  return words;
}

function quoted(state: State): string {
  let value = '';
  for (state.at++; state.at < state.text.length && state.text[state.at] !== '"'; state.at++) {
    if (state.text[state.at] === '\\') state.at++;
    value += state.text[state.at] ?? '';
  }
  state.at++;
  return value;
}

function literal(state: State): string {
  const head = /^\{(\d+)\+?\}\r\n/.exec(state.text.slice(state.at, state.at + 30));
  if (!head) throw new Error('bad literal');
  const start = state.at + head[0].length;
  state.at = start + Number(head[1]);
  return state.text.slice(start, state.at);
}

/** An atom may hold a section in square brackets with blanks and lists inside: `BODY.PEEK[HEADER.FIELDS (To)]<0.9>`. */
function atom(state: State): string {
  const start = state.at;
  let depth = 0;
  for (; state.at < state.text.length; state.at++) {
    const letter = state.text[state.at] ?? '';
    if (letter === '[') depth++;
    else if (letter === ']') depth--;
    else if (depth <= 0 && ' ()"'.includes(letter)) break;
  }
  if (state.at === start) state.at++;
  return state.text.slice(start, state.at);
}

type Range = { low: number; high: number };
const read: { set: string; highest: number; ranges: Range[] } = { set: '', highest: 0, ranges: [] };

/** The ranges of a set, kept until another is asked: one command asks for every mail of the folder. */
function rangesOf(set: string, highest: number): Range[] {
  if (read.set === set && read.highest === highest) return read.ranges;
  const number = (text: string) => (text === '*' ? highest : Number(text));
  const ranges = set.split(',').map((part) => {
    const [from = '', to = from] = part.split(':');
    return { low: Math.min(number(from), number(to)), high: Math.max(number(from), number(to)) };
  });
  Object.assign(read, { set, highest, ranges });
  return ranges;
}

/** `1:3,7,9:*` → does it hold this number? `*` is the highest. */
export function inSet(set: string, value: number, highest: number): boolean {
  return rangesOf(set, highest).some(({ low, high }) => value >= low && value <= high);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number) => String(value).padStart(2, '0');

/** `02-Mar-2026 12:00:00 +0000`. */
export const imapDate = (date: Date) =>
  `${two(date.getUTCDate())}-${months[date.getUTCMonth()]}-${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} +0000`;

export function readDate(text: string): number {
  const [day, month = '', year] = text.split('-');
  return Date.UTC(Number(year), months.indexOf(month), Number(day));
}
