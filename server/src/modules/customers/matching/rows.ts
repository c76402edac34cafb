import type { ColumnMeaning } from './guess.ts';
import type { PersonAddress, PersonDocument, PersonName, PersonRecord } from './records.ts';

/** A row of a list as a record, by what its columns were found to hold. */
export function recordOfRow(
  id: string,
  row: readonly string[],
  columns: { names: readonly string[]; meanings: readonly ColumnMeaning[] },
): PersonRecord {
  const of = (meaning: ColumnMeaning): string[] =>
    row.flatMap((value, at) =>
      columns.meanings[at] === meaning && value.trim() !== '' ? [value.trim()] : [],
    );
  const one = (meaning: ColumnMeaning): string | undefined => of(meaning)[0];
  const name: PersonName = { full: one('fullName'), given: one('given'), surname: of('surname').join(' ') };
  const address: PersonAddress = {
    street: one('street'),
    number: one('number'),
    extra: of('extra').join(' '),
    city: one('city'),
    state: one('state'),
    postcode: one('postcode'),
  };
  const documents: PersonDocument[] = [
    ...of('cpf').map((value) => ({ kind: 'cpf' as const, value })),
    ...of('cnpj').map((value) => ({ kind: 'cnpj' as const, value })),
    ...of('document').map((value) => ({ kind: 'other' as const, value })),
  ];
  const custom: Record<string, string[]> = {};
  for (const [at, meaning] of columns.meanings.entries())
    if (meaning === 'custom' && row[at]?.trim())
      custom[columns.names[at] ?? `column ${at}`] = [row[at].trim()];
  return {
    id,
    names: [name, ...of('alias').map((full) => ({ full }))],
    births: of('birth'),
    birthPlaces: of('birthPlace'),
    genders: of('gender'),
    addresses: [address],
    phones: of('phone'),
    emails: of('email'),
    documents,
    occupations: of('occupation'),
    companies: of('company'),
    custom,
  };
}
