import type { IdentityKind } from '@meada/contract/channels';
import { refused } from '../../kernel/errors.ts';
import { canonicalPhone, phoneKey } from '../../kernel/phone.ts';
import { cnpj } from './cnpj.ts';
import { cpf } from './cpf.ts';
import { loyalty, marketplaceBuyer } from './numbers.ts';

declare module '../../kernel/ctx.ts' {
  interface Ports {
    identityKinds: IdentityKinds;
  }
}

/** Identity kinds by name: the house's own (telephone, CPF, CNPJ, numbers) and those that channel plug-ins bring. */
export type IdentityKinds = ReadonlyMap<string, IdentityKind>;

/** A telephone number; kinds made of numbers share its space `tel:`. */
export const telephone: IdentityKind = {
  kind: 'phone',
  label: { 'pt-BR': 'Telefone', en: 'Telephone', es: 'Teléfono' },
  canonical: (value) => canonicalPhone(value, 'BR'),
  matchKey: (canonical) => `tel:${phoneKey(canonical.replace(/\D/g, ''))}`,
};

/** The house's own: everybody may have them, whatever channels there are. */
const ownKinds: readonly IdentityKind[] = [telephone, cpf, cnpj, loyalty, marketplaceBuyer];

/** All kinds; the first definition of a name counts. */
export function collectKinds(brought: readonly IdentityKind[]): IdentityKinds {
  const kinds = new Map<string, IdentityKind>(ownKinds.map((kind) => [kind.kind, kind]));
  for (const kind of brought) if (!kinds.has(kind.kind)) kinds.set(kind.kind, kind);
  return kinds;
}

/** An address made comparable. */
export type KeyedAddress = {
  kind: string;
  value: string;
  canonical: string;
  matchKey: string;
  anonymous: boolean;
};

/**
 * Canonical form and equivalence key of an address. A value its kind cannot read keeps itself as its key, so that what a
 * platform sends is never dropped for being odd; null for an unknown kind.
 */
export function keyAddress(kinds: IdentityKinds, kindName: string, value: string): KeyedAddress | null {
  const kind = kinds.get(kindName);
  if (!kind) return null;
  const canonical = kind.canonical(value);
  return {
    kind: kindName,
    value,
    canonical: canonical ?? value,
    matchKey: canonical ? kind.matchKey(canonical) : `${kindName}?:${value}`,
    anonymous: kind.anonymous ?? false,
  };
}

/** As `keyAddress` for what a person typed: an unreadable address is refused (422). */
export function readAddress(kinds: IdentityKinds, kindName: string, value: string): KeyedAddress {
  const kind = kinds.get(kindName);
  const canonical = kind?.canonical(value);
  if (!kind || !canonical) throw refused('This is not an address of that kind.', 'body.value');
  return {
    kind: kindName,
    value,
    canonical,
    matchKey: kind.matchKey(canonical),
    anonymous: kind.anonymous ?? false,
  };
}

/**
 * Key of the address a plus-alias leads to (`ana+loja@x` → `ana@x`, RFC 5233), or null where there is none. Related, not
 * equal: it finds records to compare and proves nothing, since a server may give `ana+loja` to somebody else.
 */
export function relatedKey(matchKey: string): string | null {
  const [, local, domain] = /^email:([^+@]+)\+[^@]*@(.+)$/.exec(matchKey) ?? [];
  return local && domain ? `email:${local}@${domain}` : null;
}
