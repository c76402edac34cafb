import type { IdentityKind } from '@meada/contract/channels';

export const cnpjKind = 'cnpj';

const weights = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

/**
 * Brazil's number of a company (CNPJ): twelve characters and two check digits, each the remainder by 11 of the weighted
 * sum of those before it (weights 2 to 9 from the right; 10 and 11 count as 0). Since July 2026 the twelve may be letters
 * (Instrução Normativa RFB 2.229/2024); a letter counts as its ASCII code less 48, so digits count as before. Answers the
 * fourteen characters without punctuation, or null.
 */
export function cnpjOf(text: string): string | null {
  if (text.length > 40) return null;
  const trimmed = text.trim().toUpperCase();
  // Punctuation where it is written, or none of it: a word of fourteen letters with dots is no number.
  if (!/^[0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}\/?[0-9A-Z]{4}-?\d{2}$/.test(trimmed)) return null;
  const bare = trimmed.replace(/[./-]/g, '');
  // Fourteen zeros fulfil the sums and are given to nobody.
  if (/^(.)\1{13}$/.test(bare)) return null;
  return checkDigit(bare, 12) === bare[12] && checkDigit(bare, 13) === bare[13] ? bare : null;
}

function checkDigit(bare: string, count: number): string {
  let sum = 0;
  for (let at = 0; at < count; at += 1)
    sum += (bare.charCodeAt(at) - 48) * (weights[weights.length - count + at] ?? 0);
  const rest = sum % 11;
  return String(rest < 2 ? 0 : 11 - rest);
}

/** As it is written: `12.ABC.345/01DE-35`. */
export const displayCnpj = (bare: string): string =>
  bare.replace(/^(.{2})(.{3})(.{3})(.{4})(.{2})$/, '$1.$2.$3/$4-$5');

/** Written down or claimed, never sent to; nobody writes "from" it. */
export const cnpj: IdentityKind = {
  kind: cnpjKind,
  label: { 'pt-BR': 'CNPJ', en: 'CNPJ', es: 'CNPJ' },
  canonical: cnpjOf,
  matchKey: (canonical) => `cnpj:${canonical}`,
};
