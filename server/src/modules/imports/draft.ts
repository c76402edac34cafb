import type { FieldDefinition } from '@meada/contract/fields';
import type { CustomFieldValue } from '@meada/contract/primitives';
import type { ColumnTarget, ImportOptions, RowProblem } from '@meada/contract/routes/imports';
import {
  type CustomerDraft,
  type IdentityKinds,
  type KeyedAddress,
  keyAddress,
  readFact,
  readFieldValue,
  readPostal,
} from '../customers/index.ts';
import { readDay } from './days.ts';

/** From the cells of a row to a draft of a customer, with what is wrong. Pure. */

export type Problem = { problem: RowProblem; column: string | null };
export type ReadRow = { draft: CustomerDraft; problems: Problem[]; refused: boolean };

export type ReadField = Pick<FieldDefinition, 'name' | 'type' | 'choices'>;

export type Reading = {
  headers: readonly string[];
  mapping: readonly ColumnTarget[];
  options: ImportOptions;
  /** Custom fields by name; those for `new` columns by `new:INDEX`. */
  fields: ReadonlyMap<string, ReadField>;
  /** Labels by folded name. */
  labels: ReadonlyMap<string, string>;
  kinds: IdentityKinds;
  today: Date;
};

/** What refuses the whole row; the rest is left out and said. */
const fatal = new Set<RowProblem>(['empty', 'no_name_no_address', 'formula', 'too_long', 'several']);
const longestName = 256;
const longestNote = 10_000;
const longestFact = 500;

/**
 * A cell that a spreadsheet would compute when the list is exported again: `=HYPERLINK(…)`, `@SUM(…)`, `+cmd|…`. A telephone
 * with its plus and a negative number are none. (OWASP, CSV injection.)
 */
export const isFormula = (cell: string): boolean =>
  /^[=@]|^[+-](?![\d\s().,-]*$)/.test(cell) && !isMention(cell);
/** Names on social networks begin with @ too, but call nothing. */
const isMention = (cell: string): boolean => /^@[\w.]{1,50}$/.test(cell);

export function readRow(reading: Reading, n: number, cells: readonly string[]): ReadRow {
  const problems: Problem[] = [];
  const say = (problem: RowProblem, index: number | null): void => {
    problems.push({ problem, column: index === null ? null : (reading.headers[index] ?? null) });
  };
  const used = reading.mapping.map((target, index) => ({ target, index, text: (cells[index] ?? '').trim() }));
  const filled = used.filter(({ target, text }) => target !== 'ignore' && text !== '');
  for (const { text, index } of filled) if (isFormula(text)) say('formula', index);
  const of = (target: ColumnTarget): string => filled.find((cell) => cell.target === target)?.text ?? '';
  const addresses = addressesOf(reading, filled, say);
  const draft: CustomerDraft = {
    n,
    kind: kindOf(of('kind'), addresses, reading.options.kind),
    name: nameOf(of),
    birthDate: birthOf(reading, filled, say),
    locale: localeOf(of('language')),
    addresses,
    documents: documentsOf(reading, filled),
    postal: postalOf(of, say),
    company:
      of('company') === ''
        ? null
        : { name: of('company').slice(0, 256), role: of('company_role').slice(0, 120) },
    note: joined(filled, 'note').slice(0, longestNote) || null,
    labelIds: [...new Set([...reading.options.labelIds, ...labelsOf(reading, filled, say)])],
    facts: factsOf(filled, say),
    fields: fieldsOf(reading, filled, say),
  };
  if (filled.length === 0) say('empty', null);
  else if (draft.name === null && addresses.length === 0) say('no_name_no_address', null);
  if ((draft.name?.length ?? 0) > longestName)
    say('too_long', used.find(({ target }) => target === 'name')?.index ?? null);
  return { draft, problems, refused: problems.some(({ problem }) => fatal.has(problem)) };
}

type Cell = { target: ColumnTarget; index: number; text: string };
type Say = (problem: RowProblem, index: number | null) => void;

const joined = (cells: readonly Cell[], target: ColumnTarget): string =>
  cells
    .filter((cell) => cell.target === target)
    .map(({ text }) => text)
    .join('\n');

function nameOf(of: (target: ColumnTarget) => string): string | null {
  const name = of('name') || [of('given'), of('surname')].filter(Boolean).join(' ');
  return name.replace(/\s+/g, ' ').trim() || null;
}

const companies = /^(j|pj|company|empresa|jur[ií]dica|pessoa jur[ií]dica|organi[sz]ation|legal)$/i;
function kindOf(
  text: string,
  addresses: readonly KeyedAddress[],
  otherwise: 'human' | 'company' = 'human',
): 'human' | 'company' {
  if (text !== '') return companies.test(text) ? 'company' : 'human';
  return addresses.some(({ kind }) => kind === 'cnpj') ? 'company' : otherwise;
}

const localeOf = (text: string): string | null => {
  const tag = text.replace('_', '-');
  if (/^pt(-br)?$|^portugu/i.test(tag)) return 'pt-BR';
  if (/^en(-|$)|^ingl[eê]s|^english/i.test(tag)) return 'en';
  if (/^es(-|$)|^espa[nñ]/i.test(tag)) return 'es';
  return null;
};

/** Kinds of identities that columns hold, and what is said of a value that is none. */
const kinds: readonly {
  target: ColumnTarget;
  kinds: readonly string[];
  problem: RowProblem;
  many: boolean;
}[] = [
  { target: 'email', kinds: ['email'], problem: 'bad_email', many: true },
  { target: 'phone', kinds: ['phone'], problem: 'bad_phone', many: true },
  { target: 'cpf', kinds: ['cpf'], problem: 'bad_cpf', many: false },
  { target: 'cnpj', kinds: ['cnpj'], problem: 'bad_cnpj', many: false },
  { target: 'document', kinds: ['cpf', 'cnpj'], problem: 'bad_document', many: false },
  { target: 'loyalty', kinds: ['loyalty'], problem: 'bad_loyalty', many: false },
];
/** Several telephones or mails of one cell. */
const separators = /\s*[;,|\n]\s*|\s+(?:\/|ou|or|y|e)\s+/;

function addressesOf(reading: Reading, cells: readonly Cell[], say: Say): KeyedAddress[] {
  const found = new Map<string, KeyedAddress>();
  for (const { target, index, text } of cells) {
    const kind = kinds.find((one) => one.target === target);
    if (!kind) continue;
    for (const value of kind.many ? text.split(separators).filter(Boolean).slice(0, 10) : [text]) {
      const address = kind.kinds
        .map((name) => readable(reading, name, padded(name, value)))
        .find((one) => one !== null);
      if (address) found.set(address.matchKey, address);
      else if (target !== 'document' || !foreign.test(value)) say(kind.problem, index);
    }
  }
  return [...found.values()];
}

/** A document that is neither CPF nor CNPJ: another country's, kept as it is written. */
const foreign = /^(?=.*\d)[A-Za-z\d][A-Za-z\d ./-]{3,39}$/;

function documentsOf(reading: Reading, cells: readonly Cell[]): string[] {
  const texts = cells.filter(({ target }) => target === 'document').map(({ text }) => text);
  const isOwn = (text: string) => ['cpf', 'cnpj'].some((kind) => readable(reading, kind, padded(kind, text)));
  return [...new Set(texts.filter((text) => foreign.test(text) && !isOwn(text)))];
}

/** Spreadsheets eat leading zeros of numbers: a CPF of ten digits lost one. */
const padded = (kind: string, value: string): string => {
  const lengths: Record<string, number> = { cpf: 11, cnpj: 14 };
  const length = lengths[kind];
  return length && /^\d+$/.test(value) && value.length >= length - 3 ? value.padStart(length, '0') : value;
};

function readable(reading: Reading, kind: string, value: string): KeyedAddress | null {
  if (value.length > 512 || reading.kinds.get(kind)?.canonical(value) == null) return null;
  return keyAddress(reading.kinds, kind, value);
}

function birthOf(reading: Reading, cells: readonly Cell[], say: Say): string | null {
  const cell = cells.find(({ target }) => target === 'birth_date');
  if (!cell) return null;
  const day = readDay(cell.text, reading.options.days, reading.today);
  if (day === null || day > reading.today.toISOString().slice(0, 10)) {
    say('bad_birth_date', cell.index);
    return null;
  }
  return day;
}

const countries: Readonly<Record<string, string>> = {
  brasil: 'BR',
  brazil: 'BR',
  portugal: 'PT',
  argentina: 'AR',
};

function postalOf(of: (target: ColumnTarget) => string, say: Say): CustomerDraft['postal'] {
  const country = of('country');
  const code = country.length === 2 ? country.toUpperCase() : (countries[country.toLowerCase()] ?? 'BR');
  const digits = of('postal_code').replace(/\D/g, '');
  const given = {
    kind: 'home' as const,
    country: /^[A-Z]{2}$/.test(code) ? code : 'BR',
    // A CEP that a spreadsheet took for a number.
    postalCode:
      code === 'BR' && digits.length === 7 ? digits.padStart(8, '0') : of('postal_code').slice(0, 16),
    street: of('street').slice(0, 200),
    number: of('number').slice(0, 20),
    complement: of('complement').slice(0, 120),
    district: of('district').slice(0, 120),
    city: of('city').slice(0, 120),
    region: of('region').slice(0, 80),
    cityCode: null,
    recipient: '',
    note: '',
    preferred: false,
  };
  if (given.street === '' && given.city === '' && given.postalCode === '') return null;
  const read = readPostal(given);
  if ('address' in read) return read.address;
  // Nobody said Brazil, and it is no form of Brazil's: kept as it is written, of a country nobody named.
  const isForeign = given.postalCode === '' || !/^\d{7,8}$/.test(digits) || /[A-Za-z]/.test(given.postalCode);
  if (country === '' && isForeign) return { ...given, country: unknownCountry };
  say('bad_postal', null);
  // What is wrong alone is left out.
  for (const without of [{ region: '' }, { postalCode: '' }, { region: '', postalCode: '' }]) {
    const plain = readPostal({ ...given, ...without });
    if ('address' in plain) return plain.address;
  }
  return null;
}

/** "Unknown or unspecified", a code that ISO 3166 leaves to users (CLDR). */
const unknownCountry = 'ZZ';

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase();
export const foldLabel = folded;

function labelsOf(reading: Reading, cells: readonly Cell[], say: Say): string[] {
  const ids: string[] = [];
  for (const { text, index } of cells.filter(({ target }) => target === 'labels')) {
    const names = text.split(/[;,|\n]/).filter((name) => name.trim() !== '');
    const known = names.flatMap((name) => reading.labels.get(folded(name)) ?? []);
    if (known.length < names.length) say('unknown_label', index);
    ids.push(...known);
  }
  return ids.slice(0, 50);
}

/** What they told once, column by column: one that is none of its kind is left out and said. */
function factsOf(cells: readonly Cell[], say: Say): CustomerDraft['facts'] {
  return cells.flatMap(({ target, index, text }) => {
    if (!target.startsWith('fact:')) return [];
    const kind = target.slice('fact:'.length);
    const fact = text.length <= longestFact ? readFact(kind, text) : null;
    if (!fact) say('bad_fact', index);
    return fact ? [{ kind, ...fact }] : [];
  });
}

function fieldsOf(reading: Reading, cells: readonly Cell[], say: Say): Record<string, CustomFieldValue> {
  const values: Record<string, CustomFieldValue> = {};
  for (const { target, index, text } of cells) {
    const field = reading.fields.get(target === 'new' ? `new:${index}` : target.replace(/^field:/, ''));
    if (!field || (target !== 'new' && !target.startsWith('field:'))) continue;
    const read = readFieldValue(field, valueFor(reading, field, text));
    if ('wrong' in read) say('bad_field', index);
    else if (read.value !== null) values[field.name] = read.value;
  }
  return values;
}

const yes = /^(sim|s|yes|y|true|verdadeiro|1|x|s[ií])$/i;
const no = /^(n[aã]o|n|no|false|falso|0)$/i;

function valueFor(
  reading: Reading,
  field: Pick<FieldDefinition, 'type' | 'choices'>,
  text: string,
): CustomFieldValue {
  if (field.type === 'boolean') return yes.test(text) ? true : no.test(text) ? false : text;
  if (field.type === 'date') return readDay(text, reading.options.days, reading.today) ?? text;
  if (field.type === 'money') return minorUnits(text);
  if (field.type === 'choice') return choiceOf(field, text);
  if (field.type === 'choices') return text.split(/[;,|]/).map((one) => choiceOf(field, one.trim()));
  return text;
}

const choiceOf = ({ choices }: Pick<FieldDefinition, 'choices'>, text: string): string =>
  choices.find(({ name, label }) => folded(label) === folded(text) || name === text)?.name ?? text;

/** R$ 1.234,56 → 123456; 1234.5 → 123450. The last mark with one or two digits behind it is the decimal one. */
function minorUnits(text: string): number | string {
  const bare = text.replace(/[^\d,.-]/g, '');
  const parts = /^(-?)([\d.,]*?)(?:[.,](\d{1,2}))?$/.exec(bare);
  if (!parts || !/\d/.test(bare)) return text;
  const whole = (parts[2] ?? '').replace(/[.,]/g, '') || '0';
  const amount = Number(whole) * 100 + Number((parts[3] ?? '').padEnd(2, '0'));
  return parts[1] ? -amount : amount;
}
