import type { Customer } from '@meada/contract/routes/customers';

/** A custom field as a row of the form; the value keeps the kind it came with as long as the text allows it. */
export type FieldRow = { name: string; value: string; kind: 'text' | 'number' | 'boolean' };
type Values = Customer['customFields'];

/** The fields of a record as rows, in the order of their names. */
export const fieldRows = (values: Values): FieldRow[] =>
  Object.entries(values)
    .filter(([, value]) => value !== null)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, value]) => ({
      name,
      value: String(value),
      kind: typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text',
    }));

function readValue({ value, kind }: FieldRow): string | number | boolean {
  if (kind === 'boolean') return value === 'true';
  const number = Number(value.replace(',', '.'));
  return kind === 'number' && value.trim() !== '' && Number.isFinite(number) ? number : value;
}

/** Rows as the record holds them; a row without a name is none. */
export const fieldValues = (rows: readonly FieldRow[]): Values =>
  Object.fromEntries(
    rows.filter((row) => row.name.trim() !== '').map((row) => [row.name.trim(), readValue(row)]),
  );

/** Names that stand more than once. */
export function doubledNames(rows: readonly FieldRow[]): Set<string> {
  const names = rows.map((row) => row.name.trim()).filter(Boolean);
  return new Set(names.filter((name, place) => names.indexOf(name) !== place));
}
