import { decodeAs } from './charsets.ts';
import { codePages, signs, silent, symbols } from './rtf-words.ts';

/**
 * The words of RTF, and the HTML that Outlook hides in it (MS-OXRTFEX): `\*\htmltag` groups are the mark-up, what stands
 * between `\htmlrtf` and `\htmlrtf0` is for programs without HTML. One pass, each byte looked at once.
 */
type State = {
  /** Nothing of this group is the writer's. */
  skip: boolean;
  /** Inside `\htmlrtf`. */
  hidden: boolean;
  /** Inside `\*\htmltag`: text is mark-up. */
  tag: boolean;
  fonts: boolean;
  /** Signs after `\u` that stand for it in programs without Unicode. */
  uc: number;
  codePage: number;
};
type Reader = {
  bytes: Uint8Array;
  at: number;
  state: State;
  stack: State[];
  out: string[];
  size: number;
  /** Bytes of an alphabet not decoded yet: a letter may be two of them. */
  pending: number[];
  html: boolean;
  codePage: number;
  fonts: Map<number, number>;
  font: number;
  /** `\*` came: an unknown word then names a group to be left out. */
  optional: boolean;
  left: number;
};

const longest = 2_000_000;
const depth = 500;

/** Reads RTF; `html` is empty where the RTF holds none, and `text` where it does. */
export function readRtf(bytes: Uint8Array): { html: string; text: string } {
  const start = Buffer.from(bytes.subarray(0, 2000)).toString('latin1');
  if (!/^\s*\{\\rtf/.test(start)) return { html: '', text: '' };
  const codePage = Number(/\\ansicpg(\d{1,5})/.exec(start)?.[1] ?? 1252);
  const reader: Reader = {
    bytes,
    at: 0,
    state: { skip: false, hidden: false, tag: false, fonts: false, uc: 1, codePage },
    stack: [],
    out: [],
    size: 0,
    pending: [],
    html: /\\fromhtml1\b/.test(start),
    codePage,
    fonts: new Map(),
    font: 0,
    optional: false,
    left: 0,
  };
  while (reader.at < bytes.length && reader.size < longest) step(reader);
  flush(reader);
  const all = reader.out.join('').replaceAll('\0', '').toWellFormed();
  return reader.html ? { html: all.trim(), text: '' } : { html: '', text: all.trim() };
}

function step(reader: Reader): void {
  const byte = reader.bytes[reader.at++] ?? 0;
  if (byte === 0x7b) {
    if (reader.stack.length < depth) reader.stack.push({ ...reader.state });
    reader.optional = false;
  } else if (byte === 0x7d) {
    flush(reader);
    reader.state = reader.stack.pop() ?? reader.state;
    reader.left = 0;
  } else if (byte === 0x5c) control(reader);
  else if (byte !== 0x0a && byte !== 0x0d) letter(reader, byte);
}

/** A byte of text, unless it only stands in for the letter before. */
function letter(reader: Reader, byte: number): void {
  if (reader.left > 0) reader.left--;
  else if (shown(reader)) reader.pending.push(byte);
}

const shown = ({ state, html }: Reader): boolean =>
  !state.skip && !state.fonts && (!html || state.tag || !state.hidden);

function flush(reader: Reader): void {
  if (reader.pending.length === 0) return;
  const bytes = Uint8Array.from(reader.pending);
  reader.pending = [];
  add(reader, decodeAs(bytes, `windows-${reader.state.codePage}`) ?? decodeAs(bytes, 'windows-1252') ?? '');
}

function add(reader: Reader, text: string): void {
  reader.out.push(text);
  reader.size += text.length;
}

function control(reader: Reader): void {
  const sign = String.fromCharCode(reader.bytes[reader.at] ?? 0);
  if (sign === "'") {
    const hex = Buffer.from(reader.bytes.subarray(reader.at + 1, reader.at + 3)).toString('latin1');
    reader.at += 3;
    if (/^[0-9a-f]{2}$/i.test(hex)) letter(reader, Number.parseInt(hex, 16));
    return;
  }
  if (!/[a-z]/i.test(sign)) {
    reader.at++;
    if (sign === '*') reader.optional = true;
    else if (sign in symbols) say(reader, symbols[sign] ?? '');
    return;
  }
  const ahead = Buffer.from(reader.bytes.subarray(reader.at, reader.at + 48)).toString('latin1');
  const [whole = '', word = '', digits] = /^([a-z]{1,32})(-?\d{1,10})? ?/i.exec(ahead) ?? [];
  reader.at += Math.max(1, whole.length);
  obey(reader, word, digits === undefined ? null : Number(digits));
}

/** A sign of its own; it can stand in for the letter before, too. */
function say(reader: Reader, text: string): void {
  if (reader.left > 0) reader.left--;
  else if (shown(reader)) {
    flush(reader);
    add(reader, text);
  }
}

type Order = (reader: Reader, value: number | null) => void;

const orders: Record<string, Order> = {
  htmltag: ({ state }) => {
    state.tag = true;
    state.skip = false;
  },
  htmlrtf: (reader, value) => {
    flush(reader);
    reader.state.hidden = value !== 0;
  },
  fonttbl: ({ state }) => {
    state.fonts = true;
  },
  f: (reader, value) => {
    flush(reader);
    reader.font = value ?? 0;
    if (!reader.state.fonts) reader.state.codePage = reader.fonts.get(reader.font) ?? reader.codePage;
  },
  fcharset: (reader, value) => {
    const page = codePages[value ?? 0];
    if (reader.state.fonts && page && value !== 0) reader.fonts.set(reader.font, page);
  },
  uc: ({ state }, value) => {
    state.uc = Math.min(Math.max(value ?? 1, 0), 16);
  },
  u: (reader, value) => {
    const code = ((value ?? 0) + 0x10000) & 0xffff;
    reader.left = 0;
    say(reader, String.fromCharCode(code));
    reader.left = reader.state.uc;
  },
  bin: (reader, value) => {
    reader.at += Math.max(0, value ?? 0);
  },
  plain: (reader) => {
    flush(reader);
    reader.state.codePage = reader.codePage;
  },
};

function obey(reader: Reader, word: string, value: number | null): void {
  const optional = reader.optional;
  reader.optional = false;
  const order = Object.hasOwn(orders, word) ? orders[word] : undefined;
  if (silent.has(word) || (optional && !order)) {
    flush(reader);
    reader.state.skip = true;
  } else if (order) order(reader, value);
  else if (Object.hasOwn(signs, word)) say(reader, signs[word] ?? '');
}
