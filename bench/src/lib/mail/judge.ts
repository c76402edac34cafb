import EmailReplyParser from 'email-reply-parser';
import { oddSenders, oddSubjects } from '../../../../server/src/plugins/channels/email/testing-odd.ts';
import { replyCases } from '../../../../server/src/plugins/channels/email/testing-replies.ts';
import { visiblePart } from '../../../../server/src/plugins/channels/email/visible.ts';
import { round } from '../report.ts';
import { type Arm, arms, type Said } from './arms.ts';
import { expectedIn, type Sample, samplesIn } from './data.ts';
import { people } from './letters.ts';

/**
 * How well mail is understood, each arm on the same material. Data may bring its answers: `mails/expected.json` (file →
 * from, name, subject, files), `bounces/expected.json` (file → kind, hard), `replies/expected.json` (file → text).
 */
type Row = { row: string; of: number } & Record<string, unknown>;
const print = (row: Row): void => void process.stdout.write(`${JSON.stringify(row)}\n`);

const attempt = async (arm: Arm, bytes: Uint8Array): Promise<Said | null> =>
  arm.read(bytes).catch(() => null);
const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

async function countPerArm(items: readonly Sample[], right: (said: Said, name: string) => boolean) {
  const counts: Record<string, number> = {};
  const missed: string[] = [];
  for (const arm of arms) {
    counts[arm.name] = 0;
    for (const { name, bytes } of items) {
      const said = await attempt(arm, bytes);
      if (said && right(said, name)) counts[arm.name] = (counts[arm.name] ?? 0) + 1;
      else if (arm.name === 'meada') missed.push(name);
    }
  }
  return { ...counts, ...(missed.length ? { missed } : {}) };
}

type MailAnswer = Partial<Pick<Said, 'from' | 'name' | 'subject' | 'files'>>;

/** Senders, names, subjects and files of odd mails: our own ones, and those of the data. */
export async function judgeParsing(dir: string | null): Promise<void> {
  const senders = oddSenders.map(([from, address, name = '']) => ({
    name: `${address}\n${name}`,
    bytes: latin1(`From: ${from}\nSubject: x\n\noi\n`),
  }));
  const address = await countPerArm(senders, (said, wanted) => said.from === wanted.split('\n')[0]);
  print({ row: 'own odd mails: sender', of: senders.length, ...address });
  const called = await countPerArm(senders, (said, wanted) => said.name === wanted.split('\n')[1]);
  print({ row: 'own odd mails: name', of: senders.length, ...called });
  const subjects = oddSubjects.map(([, mail, subject]) => ({ name: subject, bytes: latin1(mail) }));
  const titled = await countPerArm(subjects, (said, wanted) => said.subject === wanted);
  print({ row: 'own odd mails: subject', of: subjects.length, ...titled });
  const answers = expectedIn<MailAnswer>(dir, 'mails');
  const mails = samplesIn(dir, 'mails', /\.(?:eml|box|mbox)$/).filter(({ name }) => answers[name]);
  for (const field of ['from', 'name', 'subject', 'files'] as const) {
    const told = mails.filter(({ name }) => answers[name]?.[field] !== undefined);
    if (!told.length) continue;
    const counts = await countPerArm(told, (said, name) => said[field] === answers[name]?.[field]);
    print({ row: `mails: ${field}`, of: told.length, ...counts });
  }
}

const machines = new Set(['bounce', 'auto_reply', 'feedback_report']);
type BounceAnswer = { kind?: string; hard?: boolean };

/** Told by the names of the set: what is no vacation and no complaint is a bounce. */
const kindByName = (name: string): string =>
  name.startsWith('arf') ? 'feedback_report' : name.startsWith('rfc3834') ? 'auto_reply' : 'bounce';

/** Bounces and automatic replies; `recognised` is any machine's kind (none opens a conversation), `kind` the exact one. */
export async function judgeMachines(dir: string | null): Promise<number> {
  const items = samplesIn(dir, 'bounces', /\.eml$/);
  const answers = expectedIn<BounceAnswer>(dir, 'bounces');
  let share = 1;
  if (items.length) {
    const recognised = await countPerArm(items, (said) => machines.has(said.kind));
    print({ row: 'bounces: recognised', of: items.length, ...recognised });
    share = Number((recognised as Record<string, unknown>).meada) / items.length;
    const exact = await countPerArm(
      items,
      (said, name) => said.kind === (answers[name]?.kind ?? kindByName(name)),
    );
    print({ row: 'bounces: exact kind', of: items.length, ...exact });
    await judgeHardness(items, answers);
  }
  const normal = people().map((bytes, index) => ({ name: String(index), bytes: new Uint8Array(bytes) }));
  print({
    row: 'people misjudged',
    of: normal.length,
    ...(await countPerArm(normal, (said) => said.kind !== 'no')),
    missed: undefined,
  });
  return share;
}

/**
 * Hard or soft, where somebody has told: `expected.json`, or else a status code of the report that leaves no doubt
 * (5.1.1 and 5.1.10 hard; 5.2.2, 5.3.4, 5.7.x and class 4 without 4.4.4 soft). Two codes that contradict each other are
 * in doubt (a sendmail says 5.1.1 of what the far server called 5.7.1), and so is 5.7.27, said of either side's null MX.
 */
async function judgeHardness(items: Sample[], answers: Record<string, BounceAnswer>): Promise<void> {
  const told = new Map<string, boolean>();
  for (const { name, bytes } of items) {
    const hard = answers[name]?.hard ?? byStatus(Buffer.from(bytes).toString('latin1'));
    if (hard !== null) told.set(name, hard);
  }
  const known = items.filter(({ name }) => told.has(name));
  let right = 0;
  const missed: string[] = [];
  for (const { name, bytes } of known) {
    const said = await attempt(arms[0] as Arm, bytes);
    if (said && said.hard === told.get(name)) right += 1;
    else missed.push(name);
  }
  const source = Object.keys(answers).length ? 'expected.json' : 'undoubted status codes';
  print({ row: `bounces: hard or soft (${source})`, of: known.length, meada: right, missed });
}

function byStatus(text: string): boolean | null {
  const codes = [...text.matchAll(/^Status:[ \t]*([245]\.\d{1,3}\.\d{1,3})/gim)].map(([, code = '']) => code);
  if (codes.length !== 1) return null;
  const [code = ''] = codes;
  const answered = /^Diagnostic-Code:[^\n]{0,40}?\b([245]\.\d{1,3}\.\d{1,3})\b/im.exec(text)?.[1] ?? code;
  if (code === '5.7.27' || answered !== code) return null;
  if (/^5\.1\.(?:1|10)$/.test(code)) return true;
  return /^5\.(?:2\.2|3\.4|7\.\d+)$/.test(code) || /^4\.(?!4\.4|0\.0|1\.)/.test(code) ? false : null;
}

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();
const byLibrary = (text: string): string => new EmailReplyParser().read(text).getVisibleText();

/** The visible part of replies. */
export function judgeReplies(dir: string | null): void {
  const count = (read: (text: string) => string): number =>
    replyCases.filter(({ text, visible }) => squeezed(read(text)) === squeezed(visible)).length;
  print({
    row: 'own replies of many clients',
    of: replyCases.length,
    meada: count(visiblePart),
    'email-reply-parser': count(byLibrary),
  });
  const samples = samplesIn(dir, 'replies', /\.txt$/).map(({ name, bytes }) => ({
    name,
    text: Buffer.from(bytes).toString('utf8'),
  }));
  if (!samples.length) return;
  const answers = expectedIn<string>(dir, 'replies');
  const told = samples.filter(({ name }) => answers[name] !== undefined);
  const right = (read: (text: string) => string): number =>
    told.filter(({ name, text }) => squeezed(read(text)) === squeezed(answers[name] ?? '')).length;
  if (told.length)
    print({
      row: 'replies',
      of: told.length,
      meada: right(visiblePart),
      'email-reply-parser': right(byLibrary),
    });
  const differ = samples.filter(({ text }) => squeezed(visiblePart(text)) !== squeezed(byLibrary(text)));
  print({
    row: 'replies: same answer as email-reply-parser',
    of: samples.length,
    meada: samples.length - differ.length,
    differ: differ.map(({ name }) => name),
  });
}

/** The slowest of inputs made to be slow, ms. */
export function slowestReply(): number {
  const inputs = [
    '>'.repeat(1e6),
    'On 1 a <a@b.c> wrote\n'.repeat(40_000),
    `${`-${' '.repeat(297)}x\n`.repeat(3000)}`,
  ];
  return round(
    Math.max(
      ...inputs.map((text) => {
        const from = performance.now();
        visiblePart(text);
        return performance.now() - from;
      }),
    ),
    0,
  );
}
