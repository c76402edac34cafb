import { expect, it } from 'vitest';
import { readReceipt, receiptOf } from './testing.ts';
import { tnefOf } from './testing-tnef.ts';

/** Mails as old, foreign and careless programs write them, made up for this test. */
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const readText = async (text: string) => (await readReceipt(receiptOf(bytes(text)))).message;
const headed = (head: string, body = 'oi') => `From: Ana <ana@cliente.test>\n${head}\n\n${body}\n`;
const words = ({ content }: { content: unknown }) => (content as { text: string }).text;

it.each([
  ['"info <info@x.test>" <real@y.test>', 'real@y.test', 'info <info@x.test>'],
  ['info@x.test (Ana Silva)', 'info@x.test', 'Ana Silva'],
  ['"Ana" ana@x.test', 'ana@x.test', 'Ana'],
  ['Ana <ana@x.test', 'ana@x.test', 'Ana'],
  ['Ana ana@x.test>', 'ana@x.test', 'Ana'],
  ['Ana <ana@x.test>>', 'ana@x.test', 'Ana'],
  ['Ana [mailto:ana@x.test]', 'ana@x.test', undefined],
  ['=?UTF-8?Q?Ana_<ana@x.test>?=', 'ana@x.test', 'Ana'],
  ['=?windows-1252?Q?Caf=E9_<centro>?= <c@x.test>', 'c@x.test', 'Café <centro>'],
  ['"=?UTF-8?Q?Jo=C3=A3o?=" <j@x.test>', 'j@x.test', 'João'],
  ['=?UTF-8?Q?=22Ana=22?= <ana@x.test>', 'ana@x.test', 'Ana'],
  ['Bay, Ana <a@x.test>', 'a@x.test', 'Bay, Ana'],
  ['Time: Ana <ana@x.test>, bia@x.test;', 'ana@x.test', 'Ana'],
  ['Ana <mailto:ana@x.test>', 'ana@x.test', 'Ana'],
  ['<ana@x.test> Ana', 'ana@x.test', 'Ana'],
  ['Ana;<ana@x.test>', 'ana@x.test', 'Ana'],
  ['Ana <ana@[192.0.2.7]>', 'ana@[192.0.2.7]', 'Ana'],
  ['=?cp850?Q?Jo=C6o?= <j@x.test>', 'j@x.test', 'João'],
  ['=?iso-2022-jp?B?GyRCRnxLXBsoQg==?= <jp@x.test>', 'jp@x.test', '日本'],
])('reads the sender of %s', async (from, value, name) => {
  const message = await readText(`From: ${from}\nSubject: x\n\noi\n`);
  expect([message.from.value, message.from.name]).toEqual([value, name]);
});

it.each([
  ['UTF-7', headed('Subject: =?UTF-7?Q?Ol+AOE-?='), 'Olá'],
  ['code page 850', headed('Subject: =?ibm850?Q?Ol=A0?='), 'Olá'],
  ['two halves of one letter', headed('Subject: =?utf-8?B?T2zD?= =?utf-8?B?oQ==?='), 'Olá'],
  ['bare Latin-1', headed('Subject: Ol\xe1'), 'Olá'],
  ['bare Chinese', headed('Subject: \xc4\xe3\xba\xc3\nContent-Type: text/plain; charset=gb2312'), '你好'],
  ['bare Cyrillic', headed('Subject: \xf0\xd2\xc9\nContent-Type: text/plain; charset=koi8-r'), 'При'],
  ['bare Japanese', headed('Subject: \x1b$BF|K\\\x1b(B'), '日本'],
  ['an alphabet nobody knows', headed('Subject: =?x-nenhum?Q?Ol=E1?='), 'Olá'],
  ['spaces where none may be', headed('Subject: =?utf-8?Q?Ol=C3=A1 mundo?='), 'Olá mundo'],
])('reads the subject in %s', async (_, mail, subject) => {
  expect((await readText(mail)).subject).toBe(subject);
});

it.each([
  ['UTF-7', 'text/plain; charset=utf-7', '', 'Ol+AOE- +- 1', 'Olá + 1'],
  ['code page 437', 'text/plain; charset=cp437', 'quoted-printable', 'ol=A0', 'olá'],
  ['Latin-1 called nothing, quoted', 'text/plain', 'quoted-printable', 'ol=E1', 'olá'],
  ['Latin-1 called UTF-8, in base64', 'text/plain; charset=utf-8', 'base64', 'b2zh', 'olá'],
  ['UTF-8 called Japanese', 'text/plain; charset=euc-jp', '', 'a\xc3\xa7\xc3\xa3o \xe2\x82\xac', 'ação €'],
  ['Japanese called nothing', 'text/plain', '', '\x1b$BF|K\\\x1b(B', '日本'],
  ['an alphabet only the page names', 'text/html', '', '<meta charset=koi8-r><p>\xf0\xd2\xc9', 'При'],
  ['no type at all', 'text', '', 'olá'.normalize(), 'olá'],
  ['a type with one part too many', 'text/plain/x; charset=utf-8', 'base64', 'b2zDoQ==', 'olá'],
  ['flowed lines', 'text/plain; format=flowed; delsp=yes', '', 'mun \ndo', 'mundo'],
  ['enriched text', 'text/enriched', '', '<bold>oi</bold> gente', 'oi gente'],
])('reads words in %s', async (_, type, encoding, body, text) => {
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
