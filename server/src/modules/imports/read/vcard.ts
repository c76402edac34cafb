import ICAL from 'ical.js';
import { textOf } from './decode.ts';
import { bounded, cleanCell, limits, ReadFailure, type RowSink } from './limits.ts';

/** Columns of a list of cards, in the words the mapping knows. */
export const cardColumns = [
  'Nome completo',
  'Nome',
  'Sobrenome',
  'E-mail',
  'E-mail 2',
  'Telefone',
  'Telefone 2',
  'Telefone 3',
  'Empresa',
  'Cargo',
  'Nascimento',
  'Endereço',
  'Cidade',
  'Estado',
  'CEP',
  'País',
  'Observação',
] as const;

type Property = [name: string, parameters: Record<string, unknown>, type: string, ...values: unknown[]];

/** Reads cards (vCard 2.1, 3.0 and 4.0), one row each. A card that cannot be read is passed over by nobody: refused. */
export async function readVcard(path: string, sink: RowSink): Promise<void> {
  const text = withoutPictures(await textOf(path));
  const take = bounded(sink);
  take([...cardColumns]);
  let count = 0;
  for (const card of cardsOf(text)) {
    if (card.length > limits.row) throw new ReadFailure('row_too_long');
    take(rowOf(parseCard(card)).map(cleanCell));
    count += 1;
  }
  if (count === 0) throw new ReadFailure('empty');
}

function* cardsOf(text: string): Generator<string> {
  const pattern = /BEGIN:VCARD[\s\S]*?END:VCARD/gi;
  for (const [card] of text.matchAll(pattern)) yield card;
}

/**
 * Text without pictures, sounds and keys, which nobody reads and which may be larger than all the rest: their folded lines
 * begin with a blank, and in version 2.1 not even that.
 */
function withoutPictures(text: string): string {
  const kept: string[] = [];
  let dropping = false;
  for (const line of linesOf(text)) {
    const continues: boolean =
      /^[ \t]/.test(line) || (dropping && /^[A-Za-z\d+/=]*$/.test(line.slice(0, 400)));
    if (continues && dropping) continue;
    dropping = !continues && /^([\w-]+\.)?(photo|logo|sound|key)[;:]/i.test(line);
    if (!dropping) kept.push(line);
  }
  return kept.join('\n');
}

function* linesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    yield text.slice(from, text[to - 1] === '\r' ? to - 1 : to);
    from = to + 1;
  }
}

function parseCard(card: string): Property[] {
  try {
    const parsed = ICAL.parse(modern(card)) as unknown as [string, Property[]] | [string, Property[]][];
    const first = (Array.isArray(parsed[0]) ? parsed[0] : parsed) as [string, Property[]];
    return first[1];
  } catch {
    throw new ReadFailure('damaged');
  }
}

/** A card of version 2.1 as 3.0: quoted-printable decoded, bare types named. Pictures are left out. */
function modern(card: string): string {
  const joined = card
    .replace(/\r\n?/g, '\n')
    .replace(/=\n(?=[^\n])/g, (soft, at: number, all: string) => (isQuoted(all, at) ? '' : soft))
    .replace(/\n[ \t]/g, '');
  return joined
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(modernLine)
    .join('\r\n')
    .replace(/VERSION:2\.1/i, 'VERSION:3.0');
}

const isQuoted = (all: string, at: number): boolean =>
  /quoted-printable/i.test(all.slice(all.lastIndexOf('\n', all.lastIndexOf(':', at)) + 1, at));

function modernLine(line: string): string {
  const colon = line.indexOf(':');
  if (colon < 0) return line;
  const [name = '', ...parameters] = line.slice(0, colon).split(';');
  let value = line.slice(colon + 1);
  if (parameters.some((one) => /quoted-printable/i.test(one))) value = decodeQuoted(value);
  const kept = parameters
    .filter((one) => !/quoted-printable|^charset=|^encoding=/i.test(one))
    .map((one) => (one.includes('=') ? one : `TYPE=${one}`));
  return `${[name, ...kept].join(';')}:${value}`;
}

function decodeQuoted(text: string): string {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const hex = /^=([0-9A-F]{2})/i.exec(text.slice(at, at + 3))?.[1];
    if (hex) {
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    } else bytes.push(...Buffer.from(text[at] ?? ''));
  }
  return Buffer.from(bytes).toString('utf8').replace(/\r?\n/g, '\\n');
}

const textsIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap(textsIn)
    : value === null || value === undefined
      ? []
      : [String(value)];

function rowOf(properties: readonly Property[]): string[] {
  const all = (name: string): Property[] => properties.filter(([own]) => own.replace(/^.*\./, '') === name);
  const values = (name: string): string[] => all(name).map(([, , , value]) => textsIn(value).join(' '));
  const parts = (name: string): string[] => {
    const value = all(name)[0]?.[3];
    return Array.isArray(value) ? value.map((one) => textsIn(one).join(' ')) : textsIn(value);
  };
  const [surname = '', given = '', middle = ''] = parts('n');
  const [, , street = '', city = '', region = '', code = '', country = ''] = parts('adr');
  const phones = values('tel').map((phone) => phone.replace(/^tel:/i, ''));
  const mails = values('email');
  return [
    values('fn')[0] ?? '',
    [given, middle].filter(Boolean).join(' '),
    surname,
    mails[0] ?? '',
    mails[1] ?? '',
    phones[0] ?? '',
    phones[1] ?? '',
    phones[2] ?? '',
    parts('org')[0] ?? '',
    values('title')[0] ?? '',
    values('bday')[0] ?? '',
    street,
    city,
    region,
    code,
    country,
    values('note')[0] ?? '',
  ];
}
