import { expect, it } from 'vitest';
import { readReceipt, receiptOf } from './testing.ts';
import { headed, oddSenders, oddSubjects, oddWords } from './testing-odd.ts';
import { compressedRtf, tnefOf, tnefOfRtf } from './testing-tnef.ts';

/** Mails as old, foreign and careless programs write them, made up for this test. */
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const readText = async (text: string) => (await readReceipt(receiptOf(bytes(text)))).message;
const words = ({ content }: { content: unknown }) => (content as { text: string }).text;

it.each(oddSenders)('reads the sender of %s', async (from, value, name) => {
  const message = await readText(`From: ${from}\nSubject: x\n\noi\n`);
  expect([message.from.value, message.from.name]).toEqual([value, name]);
});

it.each(oddSubjects)('reads the subject in %s', async (_, mail, subject) => {
  expect((await readText(mail)).subject).toBe(subject);
});

it.each(oddWords)('reads words in %s', async (_, type, encoding, body, text) => {
  const way = encoding ? `\nContent-Transfer-Encoding: ${encoding}` : '';
  const mail = headed(`Subject: x\nContent-Type: ${type}${way}`, body);
  expect(words(await readText(mail)).trim()).toBe(text);
});

it.each([
  ['blank lines', '\n\r\n\n'],
  ['a byte order mark', '\xef\xbb\xbf'],
  ['an mbox line', 'From ana@cliente.test Mon Jan  1 00:00:00 2026\n'],
])('does not stumble over %s before the header', async (_, start) => {
  const message = await readText(start + headed('Subject: sim'));
  expect([message.from.value, message.subject]).toEqual(['ana@cliente.test', 'sim']);
});

const mixed = (...parts: string[]) =>
  headed(
    'Subject: x\nContent-Type: multipart/mixed; boundary=b',
    `${parts.map((one) => `--b\n${one}`).join('\n')}\n--b--`,
  );
const names = ({ attachments = [] }: { attachments?: { name: string; size?: number }[] }) =>
  attachments.map(({ name, size }) => [name, size]);

it('takes uuencoded and yEnc files out of the words', async () => {
  const uu = await readText(headed('Subject: x', 'Segue.\n\nbegin 644 foto.txt\n#0V%T\n`\nend\n\nTchau'));
  expect([words(uu), names(uu)]).toEqual(['Segue.\n\nTchau', [['foto.txt', 3]]]);
  const yenc = await readText(
    headed('Subject: x', 'oi\n=ybegin line=128 size=3 name=a b.bin\nmno\n=yend size=3'),
  );
  expect([words(yenc), names(yenc)]).toEqual(['oi', [['a b.bin', 3]]]);
  const prose = await readText(headed('Subject: x', 'begin 644 the story\nlike this, with no end'));
  expect([words(prose), names(prose)]).toEqual(['begin 644 the story\nlike this, with no end', []]);
});

it('keeps text files as files, and the words as words', async () => {
  const message = await readText(
    mixed(
      '\noi',
      'Content-Type: text/plain; name=log.txt\nContent-Disposition: inline; filename=log.txt\n\nregistro',
      'Content-Type: text/plain\n\nassinatura da lista',
    ),
  );
  expect(names(message)).toEqual([['log.txt', 9]]);
  expect(words(message)).toBe('oi\n\nassinatura da lista');
});

it.each([
  ['plain words', "{\\rtf1\\ansi Ol\\'e1\\par tudo bem?}", 'Olá\ntudo bem?', undefined],
  [
    'HTML hidden in it',
    "{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}Ol\\'e1 {\\*\\htmltag84 <b>}Ana{\\*\\htmltag92 </b>}{\\*\\htmltag72 </p>}}",
    'Olá Ana',
    '<p>Olá <b>Ana</b></p>',
  ],
])('reads the words of a winmail.dat that has only compressed RTF: %s', async (_, rtf, text, html) => {
  const part = tnefOfRtf(compressedRtf(rtf)).toString('base64');
  const message = await readText(
    headed(
      'Subject: x\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64',
      part,
    ),
  );
  expect([words(message).trim(), message.html]).toEqual([text, html]);
  expect(names(message)).toEqual([]);
});

it('opens winmail.dat', async () => {
  const tnef = tnefOf('Segue o orçamento.', [{ name: 'orçamento.pdf', bytes: bytes('%PDF-1.4') }]);
  const part = `Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n${tnef.toString('base64')}`;
  const message = await readText(mixed(part));
  expect([words(message), names(message)]).toEqual(['Segue o orçamento.', [['orçamento.pdf', 8]]]);
  const cut = await readText(mixed(part.slice(0, -60)));
  expect(cut.attachments?.length).toBe(1);
});

it('names a mail within the mail by its subject', async () => {
  const message = await readText(
    mixed(
      '\noi',
      'Content-Type: message/rfc822\n\nFrom: c@x.test\nSubject: =?utf-8?Q?Or=C3=A7amento?=\n\ncorpo',
    ),
  );
  expect(names(message)).toEqual([['Orçamento.eml', 58]]);
});

/** DER of a signed message, the parts that hold words only. */
function signed(content: string, pieces: boolean): string {
  const item = (tag: number, ...data: Buffer[]) => {
    const body = Buffer.concat(data);
    return Buffer.concat([Buffer.from([tag, 0x82, body.length >> 8, body.length & 255]), body]);
  };
  const id = (last: number) => Buffer.from([6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, last]);
  const bytesOf = Buffer.from(content);
  const octets = pieces
    ? Buffer.concat([
        Buffer.from([0x24, 0x80]),
        item(4, bytesOf.subarray(0, 9)),
        item(4, bytesOf.subarray(9)),
        Buffer.alloc(2),
      ])
    : item(4, bytesOf);
  const data = item(0x30, id(1), item(0xa0, octets));
  const version = Buffer.from([2, 1, 1]);
  return item(0x30, id(2), item(0xa0, item(0x30, version, item(0x31), data))).toString('base64');
}

it.each([[false], [true]])('shows the words inside an opaque signature (in pieces: %s)', async (pieces) => {
  const inner = 'Content-Type: text/plain; charset=utf-8\n\nBom dia, aceito a proposta.';
  const type = 'application/pkcs7-mime; smime-type=signed-data; name=smime.p7m';
  const message = await readText(
    headed(`Subject: x\nContent-Type: ${type}\nContent-Transfer-Encoding: base64`, signed(inner, pieces)),
  );
  expect(words(message)).toBe('Bom dia, aceito a proposta.');
});
