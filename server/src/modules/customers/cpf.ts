import type { IdentityKind } from '@meada/contract/channels';

/**
 * Brazil's number of a person (CPF): nine digits and two check digits, each the remainder by 11 of the weighted sum of
 * those before it (Receita Federal; modulo 11, weights from 2 upwards from the right, 10 counts as 0).
 */
export function cpfOf(text: string): string | null {
  if (text.length > 32 || !/^[\d\s.-]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  // Eleven equal digits fulfil the sums and are given to nobody.
  if (!/^\d{11}$/.test(digits) || /^(\d)\1{10}$/.test(digits)) return null;
  return checkDigit(digits, 9) === digits[9] && checkDigit(digits, 10) === digits[10] ? digits : null;
}

function checkDigit(digits: string, count: number): string {
  let sum = 0;
  for (let at = 0; at < count; at += 1) sum += Number(digits[at]) * (count + 1 - at);
  return String(((sum * 10) % 11) % 10);
}

/** As people in Brazil show it without giving it away: the middle six digits. */
export const maskedCpf = (digits: string): string => `***.${digits.slice(3, 6)}.${digits.slice(6, 9)}-**`;

export const cpfKind = 'cpf';

/** Written down or claimed, never sent to; nobody writes "from" it. */
export const cpf: IdentityKind = {
  kind: cpfKind,
  label: { 'pt-BR': 'CPF', en: 'CPF', es: 'CPF' },
  canonical: cpfOf,
  matchKey: (canonical) => `cpf:${canonical}`,
};
