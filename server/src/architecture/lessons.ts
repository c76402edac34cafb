import {
  type Finding,
  filesUnder,
  isTest,
  lineAt,
  type Node,
  parse,
  readText,
  type Source,
  walk,
} from './files.ts';

/** A test that a lesson is learned by. */
export type Learned = { lesson: string; test: string; file: string };

/** Where the mapping stands; written by `node server/src/architecture/lessons.generate.ts`. */
export const lessonsFile = 'docs/lessons.md';

/**
 * The lessons: what went wrong in systems of this kind. Numbers alone are published weaknesses, D numbers lost,
 * doubled or delayed data.
 */
const labels: Record<string, string> = {
  ...{
    1: 'filters become SQL',
    2: 'look-up not fenced by account',
    3: 'script in an SVG avatar',
    4: 'SVG that fetches',
  },
  ...{
    5: 'sessions outlive the password',
    6: 'session id kept at sign-in',
    7: 'SSO headers believed from anybody',
  },
  ...{
    8: 'sign-in routes of a provider that is off',
    9: 'nested parameter without permission',
    10: 'role checks missing',
  },
  ...{
    11: 'uploads found by guessable ids',
    12: 'limits on tries evaded',
    13: 'requests to addresses somebody typed',
  },
  ...{
    14: 'socket server falls over odd frames',
    15: 'script in a mail subject',
    16: 'script on opening a conversation',
  },
  ...{
    17: 'other sites call the API',
    18: 'shell commands',
    19: 'script served from uploads',
    20: 'secrets in the log',
  },
  ...{ 21: 'any file may be uploaded', 22: 'uploads that configure the server', 23: 'uploads that run' },
  ...{
    24: 'states reached by a forbidden way',
    25: 'tokens made of known facts',
    26: 'invitations without end',
  },
  ...{ 27: 'empty token matches', 28: 'known addresses told from unknown', 29: 'markup in system mails' },
  ...{ 30: 'address ranges checked wrongly', 31: 'redirects not checked', 32: 'addresses cleaned by hand' },
  ...{
    33: 'predictable attachment addresses',
    34: 'old attachment links without a token',
    35: 'maintenance by anybody',
  },
  ...{ 36: 'unknown fields taken over', 37: 'foreign customer in a new conversation', 38: 'archive paths' },
  ...{
    39: 'reply mails believed without signature',
    40: 'old forms of a token kept alive',
    41: 'mail path without permission',
  },
  ...{
    42: 'an unknown sender inherits',
    43: 'topic patterns and unchecked events',
    44: 'live event of a hidden conversation',
  },
  ...{ 45: 'secondary route unchecked', 46: 'search by number unchecked', 47: 'merge unchecked' },
  ...{
    48: 'edit, delete and notes unchecked',
    49: 'customer and profile unchecked',
    50: 'tags removed by pattern',
  },
  ...{ 51: 'forms left in foreign HTML', 52: 'HTML answer without a policy', 53: 'prototype pollution' },
  ...{ 54: 'path parameters', 55: 'uploads without limit', 56: 'open tracking without signature' },
  ...{ 57: 'client address as markup', 58: 'deserialised input', 59: 'automatic answers as markup' },
  ...{ 60: 'objects where texts are expected', 61: 'a second service without password check' },
  ...{
    62: 'second factor skipped on another way in',
    63: 'identity from a parameter',
    64: 'secrets readable by all',
  },
  ...{ 65: 'file of another conversation', 66: 'media address in a webhook', 67: 'guest reads other rooms' },
  ...{ 68: 'script in formatted text', 69: 'documents that read files', 70: 'echoed names and open set-up' },
  ...{ 71: 'hidden second paths, sockets after revocation', 72: 'sanitiser gaps, relays' },
  ...{
    D1: 'copies of one webhook',
    D2: 'lock freed before commit',
    D3: 'an album opens several conversations',
  },
  ...{ D4: 'sent twice on a weak network', D5: 'outgoing webhook twice', D6: 'outgoing webhook lost' },
  ...{ D7: 'events lost on reconnect', D8: 'one message under two ids', D9: 'mail without Message-ID' },
  ...{ D10: 'only the latest mails fetched', D11: 'reused Message-ID', D12: 'one mail stops the fetch' },
  ...{ D13: 'mail read elsewhere is lost', D14: 'every second mail lost', D15: 'deleted before stored' },
  ...{ D16: 'interrupted fetch doubles', D17: 'UIDVALIDITY changes', D21: 'states out of order' },
  ...{
    D23: 'database restarts',
    D24: 'no LISTEN after reconnect',
    D25: 'long readers',
    D26: 'locked jobs of the dead',
  },
  ...{ D27: 'late commits skipped', D28: 'NOTIFY in the transaction', D29: 'polls that read everything' },
  ...{ D30: 'slower as it grows', D31: 'idle agents cost queries' },
};

/** Not touched by what there is: single sign-on, open tracking, SMS, documents. */
const later = new Set(['7', '8', '56', '66', '69']);

/** Every named test that says which lesson it is for: "lesson 5: …", "(lessons D10, D13)", "D21: …". */
export function learned(): Learned[] {
  const files = ['contract', 'server', 'desk', 'widget', 'site', 'simulators', 'bench', 'e2e'].flatMap(
    filesUnder,
  );
  return files
    .filter(isTest)
    .flatMap((file) =>
      testNames(parse(file)).flatMap((test) => lessonsIn(test).map((lesson) => ({ lesson, test, file }))),
    );
}

/** Names of the tests and groups of a file. */
export function testNames(source: Source): string[] {
  const names: string[] = [];
  walk(source.program, (node) => {
    if (node.type !== 'CallExpression' || !/^(it|test|describe)\b/.test(calleeText(source, node))) return;
    const first = (node.arguments as Node[])[0];
    if (first?.type === 'Literal' && typeof first.value === 'string') names.push(first.value);
  });
  return names;
}

const calleeText = (source: Source, node: Node): string => {
  const callee = node.callee as Node;
  return source.text.slice(callee.start, callee.end);
};

/** Lessons a test's name speaks of. */
export function lessonsIn(name: string): string[] {
  const listed = [...name.matchAll(/\blessons?\s+((?:D?\d+)(?:(?:,\s*|\s+and\s+)D?\d+)*)/gi)].flatMap(
    (match) => match[1]?.match(/D?\d+/g) ?? [],
  );
  const loose = name.match(/\bD\d{1,2}\b/g) ?? [];
  return [...new Set([...listed, ...loose])].filter((lesson) => lesson in labels);
}

const order = (lesson: string): number =>
  lesson.startsWith('D') ? 1000 + Number(lesson.slice(1)) : Number(lesson);

const listed = (lessons: readonly string[]): string[] =>
  [...lessons].sort((a, b) => order(a) - order(b)).map((lesson) => `- ${lesson}: ${labels[lesson]}`);

/** The whole paper. */
export function lessonsPaper(found: Learned[]): string {
  const rows = [...found].sort((a, b) => order(a.lesson) - order(b.lesson) || a.file.localeCompare(b.file));
  const known = new Set(found.map((item) => item.lesson));
  const open = Object.keys(labels).filter((lesson) => !known.has(lesson) && !later.has(lesson));
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  return `${[
    '# Lessons',
    '',
    'What went wrong in other systems of this kind, and the test by which it does not happen here. Numbers alone are',
    'published weaknesses; D numbers are lost, doubled or delayed data. A test names its lesson ("lesson 27: …"). Written',
    'by `node server/src/architecture/lessons.generate.ts`; `server/src/lessons.test.ts` holds the table against the tests.',
    '',
    '| lesson | what it is | test | file |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row.lesson} | ${labels[row.lesson]} | ${cell(row.test)} | \`${row.file}\` |`),
    '',
    '## Touched by what there is, and still without a named test',
    '',
    ...(open.length > 0 ? listed(open) : ['None.']),
    '',
    '## Not touched yet',
    '',
    'Single sign-on, open tracking, media of SMS, documents made by the house: there is none of it so far.',
    '',
    ...listed([...later]),
    '',
  ].join('\n')}`;
}

/** Rows of the paper whose test is not in the file they name. */
export function staleRows(): Finding[] {
  const text = readText(lessonsFile);
  return [...text.matchAll(/^\| (D?\d+) \| [^|]* \| (.*) \| `([^`]+)` \|$/gm)].flatMap((match) => {
    const [, , name = '', file = ''] = match;
    const test = name.replaceAll('\\|', '|');
    const there = filesUnder('.').includes(file) && testNames(parse(file)).includes(test);
    return there
      ? []
      : [{ file: lessonsFile, line: lineAt(text, match.index), what: `${file} has no test "${test}"` }];
  });
}
