import type { IdentityKind } from '@meada/contract/channels';
import { refused } from '../../kernel/errors.ts';
import { canonicalPhone, phoneKey } from '../../kernel/phone.ts';
import { cpf } from './cpf.ts';

declare module '../../kernel/ctx.ts' {
  interface Ports {
    identityKinds: IdentityKinds;
  }
}

/** Identity kinds by name: the house's own (telephone, CPF) and those that channel plug-ins bring. */
export type IdentityKinds = ReadonlyMap<string, IdentityKind>;

/** A telephone number; kinds made of numbers share its space `tel:`. */
export const telephone: IdentityKind = {
  kind: 'phone',
  label: { 'pt-BR': 'Telefone', en: 'Telephone', es: 'Teléfono' },
  canonical: (value) => canonicalPhone(value, 'BR'),
  matchKey: (canonical) => `tel:${phoneKey(canonical.replace(/\D/g, ''))}`,
};

/** All kinds; the first definition of a name counts. */
export function collectKinds(brought: readonly IdentityKind[]): IdentityKinds {
  const kinds = new Map<string, IdentityKind>([
    [telephone.kind, telephone],
    [cpf.kind, cpf],
  ]);
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
