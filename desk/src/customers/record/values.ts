import type { FieldDefinition } from '@meada/contract/fields';
import type { CustomFieldValue } from '@meada/contract/primitives';
import { minorUnits, moneyOf } from '../../ui/money.ts';

/** A day of the calendar as people write it, without a time zone to shift it. */
export const dayWords = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );

/** What a person typed as money, in minor units; null when it is no amount. */
export function minorOf(text: string, currency: string): number | null {
  const plain = text
    .trim()
    .replace(/\.(?=\d{3}(\D|$))/g, '')
    .replace(',', '.');
  const amount = Number(plain);
  return plain !== '' && Number.isFinite(amount) ? Math.round(amount * minorUnits(currency)) : null;
}

/** Minor units as they are typed, with the comma of the language. */
export const typedMoney = (minor: number, currency: string, locale: string): string =>
  new Intl.NumberFormat(locale, {
    minimumFractionDigits: Math.log10(minorUnits(currency)),
    useGrouping: false,
  }).format(minor / minorUnits(currency));

type Words = { locale: string; yes: string; no: string };

/** A value for people to read; an archived choice keeps its name. */
export function valueWords(field: FieldDefinition, value: CustomFieldValue, words: Words): string {
  if (value === null) return '';
  const choice = (name: string): string => field.choices.find((one) => one.name === name)?.label ?? name;
  if (Array.isArray(value)) return value.map(choice).join(', ');
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number')
    return field.type === 'money'
      ? moneyOf({ minor: value, currency: field.currency ?? 'BRL' }, words.locale)
      : new Intl.NumberFormat(words.locale).format(value);
  if (field.type === 'date') return dayWords(value, words.locale);
  return field.type === 'choice' ? choice(value) : value;
}
