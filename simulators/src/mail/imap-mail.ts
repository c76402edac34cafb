import { imapDate, inSet, readDate, type Word } from './imap-syntax.ts';
import type { StoredMail } from './store.ts';

/** Answer to FETCH for one mail: the items asked for, as bytes in Latin-1. */
export function fetchAnswer(mail: StoredMail, seq: number, items: string[]): string {
  const parts = items.map((item) => fetchItem(mail, item)).filter((part) => part !== '');
  return `* ${seq} FETCH (${parts.join(' ')})\r\n`;
}

const bracketed = /^(BODY(?:\.PEEK)?)\[([^\]]*)\](?:<(\d+)\.(\d+)>)?$/i;

function fetchItem(mail: StoredMail, item: string): string {
  const section = bracketed.exec(item);
  if (section) {
    const [, verb = '', name = '', from, length] = section;
    if (!/PEEK/i.test(verb)) mail.flags.add('\\Seen');
    const whole = sectionOf(mail, name.toUpperCase());
    const bytes = from === undefined ? whole : whole.subarray(Number(from), Number(from) + Number(length));
    const origin = from === undefined ? '' : `<${from}>`;
    return `BODY[${name}]${origin} {${bytes.length}}\r\n${bytes.toString('latin1')}`;
  }
  const simple: Record<string, () => string> = {
    UID: () => `UID ${mail.uid}`,
    FLAGS: () => `FLAGS (${[...mail.flags].join(' ')})`,
    INTERNALDATE: () => `INTERNALDATE "${imapDate(mail.internalDate)}"`,
    'RFC822.SIZE': () => `RFC822.SIZE ${mail.raw.length}`,
  };
  return simple[item.toUpperCase()]?.() ?? '';
}

function sectionOf(mail: StoredMail, name: string): Buffer {
  if (name === '') return mail.raw;
  const end = mail.raw.indexOf('\r\n\r\n');
  const split = end < 0 ? mail.raw.length : end + 4;
  if (name.startsWith('HEADER')) return mail.raw.subarray(0, split);
  return name === 'TEXT' ? mail.raw.subarray(split) : Buffer.alloc(0);
}

type SearchView = { mail: StoredMail; seq: number; lastUid: number; lastSeq: number };
type Criterion = { words: number; test(view: SearchView, args: string[]): boolean };

const flag = (name: string, wanted: boolean): Criterion => ({
  words: 0,
  test: ({ mail }) => mail.flags.has(name) === wanted,
});
const day = (view: SearchView) => Math.floor(view.mail.internalDate.getTime() / 86_400_000) * 86_400_000;

const criteria: Record<string, Criterion> = {
  ALL: { words: 0, test: () => true },
  SEEN: flag('\\Seen', true),
  UNSEEN: flag('\\Seen', false),
  DELETED: flag('\\Deleted', true),
  UNDELETED: flag('\\Deleted', false),
  UID: { words: 1, test: ({ mail, lastUid }, [set = '']) => inSet(set, mail.uid, lastUid) },
  HEADER: {
    words: 2,
    test: ({ mail }, [name = '', value = '']) =>
      mail.raw
        .subarray(0, mail.raw.indexOf('\r\n\r\n'))
        .toString('latin1')
        .replace(/\r\n[ \t]+/g, ' ')
        .split('\r\n')
        .some((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`) && line.includes(value)),
  },
  SINCE: { words: 1, test: (view, [date = '']) => day(view) >= readDate(date) },
  BEFORE: { words: 1, test: (view, [date = '']) => day(view) < readDate(date) },
};

/** Does the mail answer all criteria of a SEARCH? Throws on one this server does not know. */
export function matches(view: SearchView, words: Word[]): boolean {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (Array.isArray(word)) {
      if (!matches(view, word)) return false;
      continue;
    }
    if (/^[\d*][\d:,*]*$/.test(word)) {
      if (!inSet(word, view.seq, view.lastSeq)) return false;
      continue;
    }
    const criterion = criteria[word.toUpperCase()];
    if (!criterion) throw new Error(`unknown search key ${word}`);
    const args = words.slice(at + 1, at + 1 + criterion.words).map(String);
    if (!criterion.test(view, args)) return false;
    at += criterion.words;
  }
  return true;
}

/** Macro and list of FETCH items as plain names. */
export function itemsOf(words: Word[]): string[] {
  const [first] = words;
  const items = (Array.isArray(first) ? first : words).map(String);
  return items.flatMap((item) =>
    /^(?:ALL|FAST|FULL)$/i.test(item) ? ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'] : [item],
  );
}
