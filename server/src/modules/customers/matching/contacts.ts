import { canonicalPhone, phoneKey } from '../../../kernel/phone.ts';
import { cpfOf } from '../cpf.ts';
import type { PersonDocument } from './records.ts';
import { fold } from './text.ts';

/** Carrier dialled before the area code (0 XX AA …): two digits between the 0 and the area. */
const withCarrier = /^0(1[2-9]|2[1-9]|3[1-9]|4[1-9]|[5-9][1-9])([1-9][1-9]\d{8,9})$/;
const ownBrazilian = /^(?:\+?55)?0?([1-9][1-9])(\d{8,9})$/;

/**
 * Digits by which telephones are compared (`phoneKey`), or null when the text is none. Brazilian numbers are read
 * here, because that is a hundred times faster than asking the library; others go to the library.
 */
export function phoneDigits(text: string): string | null {
  const bare = text.replace(/[^\d+]/g, '');
  if (bare.length < 6 || bare.length > 20) return null;
  const dialled = withCarrier.exec(bare)?.[2] ?? bare;
  const own = ownBrazilian.exec(dialled);
  if (own) return phoneKey(`55${own[1]}${own[2]}`);
  const canonical = canonicalPhone(dialled, 'BR');
  return canonical ? phoneKey(canonical) : bare.replace(/\D/g, '');
}

export type Mail = { local: string; domain: string };

/** Providers that ignore dots in the local part. */
const dotless = new Set(['gmail.com', 'googlemail.com']);

const wrongDomains = new Map(
  Object.entries({
    'gmial.com': 'gmail.com',
    'gmai.com': 'gmail.com',
    'gmal.com': 'gmail.com',
    'gmail.com.br': 'gmail.com',
    'gmail.co': 'gmail.com',
    'gnail.com': 'gmail.com',
    'gamil.com': 'gmail.com',
    'googlemail.com': 'gmail.com',
    'hotmial.com': 'hotmail.com',
    'hotmal.com': 'hotmail.com',
    'hotmai.com': 'hotmail.com',
    'hotmail.co': 'hotmail.com',
    'homail.com': 'hotmail.com',
    'outlok.com': 'outlook.com',
    'outloook.com': 'outlook.com',
    'yaho.com.br': 'yahoo.com.br',
    'yahooo.com.br': 'yahoo.com.br',
  }),
);

/** An address in two halves, without the plus part and what its provider ignores; null when it is none. */
export function mailOf(text: string): Mail | null {
  const found = /^([^\s@<>]{1,64})@([^\s@<>]{3,120})$/.exec(text.trim().toLowerCase());
  if (!found) return null;
  const typed = (found[2] ?? '').replace(/\.$/, '');
  const domain = wrongDomains.get(typed) ?? typed;
  let local = (found[1] ?? '').replace(/(.)\+.*$/, '$1');
  if (dotless.has(domain)) local = local.replaceAll('.', '');
  return { local, domain };
}

/** Letters and digits of a document, and whether its own check digits hold (null: it has none). */
export function documentOf(document: PersonDocument): { value: string; isSound: boolean | null } | null {
  const value = fold(document.value.slice(0, 64)).replaceAll(' ', '').toUpperCase();
  if (value.length < 4 || /^(.)\1*$/.test(value)) return null;
  if (document.kind === 'cpf') {
    const padded = /^\d+$/.test(value) ? value.padStart(11, '0') : value;
    return { value: padded, isSound: cpfOf(padded) !== null };
  }
  if (document.kind === 'cnpj') return { value, isSound: isCnpj(value) };
  return { value, isSound: null };
}

/**
 * Brazil's number of a company, alphanumeric since 2026: twelve signs worth their ASCII code less 48, two check
 * digits by modulo 11 with weights 2 to 9 from the right (Receita Federal, Nota Técnica Conjunta 2025.001).
 */
export function isCnpj(value: string): boolean {
  if (!/^[A-Z\d]{12}\d{2}$/.test(value) || /^(.)\1{13}$/.test(value)) return false;
  return cnpjDigit(value, 12) === value[12] && cnpjDigit(value, 13) === value[13];
}

function cnpjDigit(value: string, count: number): string {
  let sum = 0;
  for (let at = 0; at < count; at += 1) sum += (value.charCodeAt(at) - 48) * (2 + ((count - 1 - at) % 8));
  const rest = sum % 11;
  return String(rest < 2 ? 0 : 11 - rest);
}
