import type { PostalInput } from '@meada/contract/routes/postal';

/** How postal addresses are read and written: pure. */

/** The 27 states of Brazil (IBGE). */
const states = new Set(
  'AC AL AP AM BA CE DF ES GO MA MT MS MG PA PB PR PE PI RJ RN RS RO RR SC SP SE TO'.split(' '),
);

/** A CEP as it is written, `80010-000`, or null. */
export function cepOf(text: string): string | null {
  const digits = text.replace(/[\s.-]/g, '');
  if (!/^\d{8}$/.test(digits) || digits === '00000000') return null;
  return `${digits.slice(0, 5)}-${digits.slice(5)}`;
}

export type ReadAddress = { address: PostalInput } | { wrong: string; field: keyof PostalInput };

/** An address as it is kept: a CEP with its dash, a UF in capitals. Brazil's forms hold for Brazil only. */
export function readPostal(given: PostalInput): ReadAddress {
  if (![given.postalCode, given.street, given.city].some((text) => text !== ''))
    return { wrong: 'An address has a street, a city or a postal code.', field: 'street' };
  if (given.country !== 'BR')
    return { address: { ...given, cityCode: null, postalCode: given.postalCode.toUpperCase() } };
  const postalCode = given.postalCode === '' ? '' : cepOf(given.postalCode);
  if (postalCode === null) return { wrong: 'A CEP has eight digits.', field: 'postalCode' };
  const region = given.region.toUpperCase();
  if (region !== '' && !states.has(region)) return { wrong: 'There is no such state.', field: 'region' };
  return { address: { ...given, postalCode, region } };
}

type Written = Omit<PostalInput, 'kind' | 'preferred' | 'cityCode' | 'note'>;

/** As it stands on a letter: Brazil's Correios write street, number and complement in one line, the CEP in the last. */
export function linesOf(address: Written): string[] {
  const { recipient, street, number, complement, district, city, region, postalCode, country } = address;
  const joined = (parts: string[], by: string): string => parts.filter((part) => part !== '').join(by);
  if (country === 'BR') {
    const place = joined([city, region], ' - ');
    return [
      recipient,
      joined([street, number, complement], ', '),
      joined([district, place], ', '),
      postalCode,
    ].filter((line) => line !== '');
  }
  return [
    recipient,
    joined([number, street], ' '),
    joined([complement, district], ', '),
    joined([joined([postalCode, city], ' '), region], ', '),
    country === 'ZZ' ? '' : country,
  ].filter((line) => line !== '');
}
