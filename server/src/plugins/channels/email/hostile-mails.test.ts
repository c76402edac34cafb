import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../../kernel/testing/cpu.ts';
import { parse } from './parse.ts';
import { receiptOf, settings } from './testing.ts';
import { tnefOf } from './testing-tnef.ts';

/** Mails made to break a reader: each is stored whole or cut, in little time, and never throws. */
const read = async (mail: string | Uint8Array) => {
  const [message] = await parse(receiptOf(mail), settings);
  if (message?.kind !== 'message') throw new Error('a mail gives a message');
  return message;
};
const head = 'From: Ana <ana@cliente.test>\nTo: sac@loja.test\n';
const multipart = (part: string) =>
  `${head}Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\noi\n--b\n${part}\n--b--\n`;

it('a subject of a megabyte is cut, in one line or folded', async () => {
  for (const subject of ['a'.repeat(1_000_000), `${'a'.repeat(70)}\n `.repeat(15_000).trim()]) {
    const message = await read(`${head}Subject: ${subject}\n\noi\n`);
    expect(message.subject?.length).toBeLessThanOrEqual(998);
    expect(message.content).toMatchObject({ text: 'oi' });
  }
});

it('null bytes and lone halves of letters are nowhere in what is kept', async () => {
  const message = await read(
    Buffer.from(`From: A\u0000na <ana@cliente.test>\nSubject: a\u0000b =?utf-8?B?7aCA?=\n\no\u0000i\n`),
  );
  const kept = JSON.stringify([message.from, message.subject, message.content]);
  expect(kept).not.toMatch(/\\u0000|\\ud[89a-f]/);
});

it('letters that turn the writing around are taken out of names', async () => {
  const trick = 'Banco\u202Egpj.exe';
  const encoded = `=?utf-8?B?${Buffer.from(trick).toString('base64')}?=`;
  const message = await read(
    multipart(`Content-Type: application/octet-stream; name="${encoded}"\n\nx`).replace(
      'From: Ana',
      `From: ${encoded}`,
    ),
  );
  const { from, attachments = [] } = message;
  expect(`${from.name}${attachments[0]?.name}`).not.toMatch(/\p{Cf}/u);
});

it('a bomb of zeros stays a file of its packed size', async () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000)).toString('base64');
  const message = await read(
    multipart(`Content-Type: application/gzip; name=b.gz\nContent-Transfer-Encoding: base64\n\n${bomb}`),
  );
  expect(message.attachments?.[0]?.size).toBeLessThan(30_000);
});

const cheap: [string, () => string | Uint8Array][] = [
  [
    'twenty thousand parts',
    () => `${head}Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(20_000)}`,
  ],
  ['twenty thousand header lines', () => `${head}${'X-A: b\n'.repeat(20_000)}\noi`],
  ['an endless header line', () => `${head}X-A: ${'b '.repeat(1_000_000)}\n\noi`],
  ['many encoded words', () => `${head}Subject: ${'=?utf-7?Q?+AOE-?= '.repeat(20_000)}\n\noi`],
  ['half encoded words', () => `${head}Subject: ${'=?utf-8?Q?'.repeat(50_000)}\n\noi`],
  ['begin lines without an end', () => `${head}\n${'begin 644 a\n'.repeat(50_000)}`],
  [
    'calendar lines',
    () => multipart(`Content-Type: text/calendar\n\nBEGIN:VEVENT\n${'ATTENDEE:a@b\n'.repeat(50_000)}`),
  ],
  ['header lines of a forward', () => `${head}Subject: Fwd: x\n\n${'De: a\nPara: b\n'.repeat(50_000)}`],
  ['brackets in From', () => `From: ${'<'.repeat(100_000)}\n\noi`],
  [
    'nested signatures',
    () => multipart(`Content-Type: application/pkcs7-mime; name=a.p7m\n\n${'0\u0080'.repeat(50_000)}`),
  ],
];
describe('what is made to be slow is read in a second or two', () => {
  it.each(cheap)('%s', async (_, make) => {
    const mail = make();
    const start = cpuMs();
    await read(mail);
    expect(cpuMs() - start).toBeLessThan(3000);
  });
});

it('every cut of a winmail.dat gives a message', async () => {
  const whole = tnefOf('oi', [{ name: 'a.pdf', bytes: Buffer.from('x'.repeat(50)) }]);
  for (let end = 0; end <= whole.length; end += 7) {
    const part = `Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n${whole.subarray(0, end).toString('base64')}`;
    expect((await read(multipart(part))).content.kind).toBe('text');
  }
});
