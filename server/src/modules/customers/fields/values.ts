import type { FieldDefinition } from '@meada/contract/fields';
import type { CustomFieldValue } from '@meada/contract/primitives';
import { canonicalPhone } from '../../../kernel/phone.ts';
import { cnpjOf } from '../cnpj.ts';
import { cpfOf } from '../cpf.ts';

/** What a field takes: pure. */

type Asked = Pick<FieldDefinition, 'type' | 'choices'>;
/** The value as it is kept, or what is wrong with it, in words for a developer. */
export type ReadValue = { value: CustomFieldValue } | { wrong: string };

const longest = { text: 300, long_text: 4000, link: 2000 };
/** Beyond this a double no longer tells two whole numbers apart. */
const largest = Number.MAX_SAFE_INTEGER;

const wrong = (why: string): ReadValue => ({ wrong: why });

/** A value as its field keeps it. Empty text and no choice mean null: nothing is there. */
export function readFieldValue(field: Asked, given: CustomFieldValue): ReadValue {
  if (given === null || given === '' || (Array.isArray(given) && given.length === 0)) return { value: null };
  if (Array.isArray(given) !== (field.type === 'choices'))
    return wrong(field.type === 'choices' ? 'needs a list of choices' : 'takes one value');
  return readers[field.type](given, field);
}

type Reader = (given: Exclude<CustomFieldValue, null>, field: Asked) => ReadValue;

const textual =
  (read: (text: string) => string | null, problem: string): Reader =>
  (given) => {
    const text = typeof given === 'string' ? read(given.trim()) : null;
    return text ? { value: text } : wrong(problem);
  };

const upTo =
  (most: number) =>
  (text: string): string | null =>
    text.length <= most ? text : null;

const numeric =
  (fits: (number: number) => boolean, problem: string): Reader =>
  (given) => {
    const isText = typeof given === 'string' && /^-?\d{1,15}([.,]\d{1,10})?$/.test(given.trim());
    const number = isText ? Number(given.trim().replace(',', '.')) : given;
    return typeof number === 'number' && fits(number) ? { value: number } : wrong(problem);
  };

/** A link a browser may follow: http or https, nothing else. */
function linkOf(text: string): string | null {
  if (text.length > longest.link || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  return new URL(text).href;
}

/** A day of the calendar, years 1 to 9999. */
export function dayOf(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return null;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}

const mail = (text: string): string | null =>
  text.length <= 254 && /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]{2,}$/.test(text)
    ? text.toLowerCase()
    : null;

const readers: Record<FieldDefinition['type'], Reader> = {
  text: textual(upTo(longest.text), `takes up to ${longest.text} letters`),
  long_text: textual(upTo(longest.long_text), `takes up to ${longest.long_text} letters`),
  number: numeric((number) => Number.isFinite(number) && Math.abs(number) <= largest, 'needs a number'),
  money: numeric((number) => Number.isSafeInteger(number), 'needs a whole number of minor units'),
  date: textual(dayOf, 'needs a day as YYYY-MM-DD'),
  boolean: (given) => (typeof given === 'boolean' ? { value: given } : wrong('needs yes or no')),
  choice: (given, { choices }) =>
    choices.some(({ name }) => name === given) ? { value: given } : wrong('is none of the choices'),
  choices: (given, { choices }) => {
    const names = [...new Set(given as string[])];
    return names.every((name) => choices.some((choice) => choice.name === name))
      ? { value: names }
      : wrong('has one that is none of the choices');
  },
  link: textual(linkOf, 'needs an address that begins with http'),
  email: textual(mail, 'needs an e-mail address'),
  phone: textual((text) => canonicalPhone(text, 'BR'), 'needs a telephone number'),
  document: textual((text) => cpfOf(text) ?? cnpjOf(text), 'needs a CPF or CNPJ'),
};
