import { plainText } from '@meada/contract/questions';
import type { FactKind } from '@meada/contract/routes/facts';
import { canonicalPhone } from '../../../kernel/phone.ts';
import { cepOf } from '../addresses/rules.ts';
import { cnpjOf, displayCnpj } from '../cnpj.ts';
import { cpfOf, maskedCpf } from '../cpf.ts';
import { dayOf } from '../fields/values.ts';

/** How a typed fact is read and a known one shown: pure. */

type ReadFact = { value: string; canonical: string };

const same = (text: string | null): ReadFact | null =>
  text === null ? null : { value: text, canonical: text };

const readers: Record<FactKind, (text: string) => ReadFact | null> = {
  name: (text) => ({ value: text, canonical: plainText(text) }),
  cpf: (text) => same(cpfOf(text)),
  cnpj: (text) => {
    const bare = cnpjOf(text);
    return bare === null ? null : { value: displayCnpj(bare), canonical: bare };
  },
  email: (text) => same(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? text.toLowerCase() : null),
  phone: (text) => same(canonicalPhone(text, 'BR')),
  birth_date: (text) => same(dayOf(text)),
  address: (text) => ({ value: text, canonical: plainText(text) }),
  cep: (text) => same(cepOf(text)),
  order_number: (text) => same(text.toUpperCase()),
};

/** A fact as it is kept, or null when it is none of its kind. Custom fields keep their words. */
export const readFact = (kind: string, text: string): ReadFact | null =>
  kind in readers ? readers[kind as FactKind](text) : { value: text, canonical: plainText(text) };

/** A CPF shows its middle digits only, as everywhere in the house. */
export const displayFact = (kind: string, value: string): { display: string; value: string | null } => {
  const cpf = kind === 'cpf' || kind.startsWith('field:') ? cpfOf(value) : null;
  return cpf === null ? { display: value, value } : { display: maskedCpf(cpf), value: null };
};
