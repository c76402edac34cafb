/** Mails as old, foreign and careless programs write them, made up. Shared by the test and the benchmark. */
export const headed = (head: string, body = 'oi'): string =>
  `From: Ana <ana@cliente.test>\n${head}\n\n${body}\n`;

/** From header, address, name. */
export const oddSenders: [from: string, address: string, name: string | undefined][] = [
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
];

/** What is odd, the mail (one letter a byte), its subject. */
export const oddSubjects: [what: string, mail: string, subject: string][] = [
  ['UTF-7', headed('Subject: =?UTF-7?Q?Ol+AOE-?='), 'Olá'],
  ['code page 850', headed('Subject: =?ibm850?Q?Ol=A0?='), 'Olá'],
  ['two halves of one letter', headed('Subject: =?utf-8?B?T2zD?= =?utf-8?B?oQ==?='), 'Olá'],
  ['bare Latin-1', headed('Subject: Ol\xe1'), 'Olá'],
  ['bare Chinese', headed('Subject: \xc4\xe3\xba\xc3\nContent-Type: text/plain; charset=gb2312'), '你好'],
  ['bare Cyrillic', headed('Subject: \xf0\xd2\xc9\nContent-Type: text/plain; charset=koi8-r'), 'При'],
  ['bare Japanese', headed('Subject: \x1b$BF|K\\\x1b(B'), '日本'],
  ['an alphabet nobody knows', headed('Subject: =?x-nenhum?Q?Ol=E1?='), 'Olá'],
  ['spaces where none may be', headed('Subject: =?utf-8?Q?Ol=C3=A1 mundo?='), 'Olá mundo'],
];

/** What is odd, type, transfer encoding, body, its words. */
export const oddWords: [what: string, type: string, encoding: string, body: string, text: string][] = [
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
];
