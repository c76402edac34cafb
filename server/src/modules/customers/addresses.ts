import type { Identity } from '@meada/contract/routes/customers';
import { displayPhone } from '../../kernel/phone.ts';
import { cnpjKind, displayCnpj } from './cnpj.ts';
import { cpfKind, maskedCpf } from './cpf.ts';
import type { IdentityKinds } from './kinds.ts';

/** How the addresses of a customer are shown: pure. */

export type IdentityRow = {
  id: string;
  kind: string;
  value: string;
  canonical: string;
  match_key: string;
  name: string | null;
  proof: string;
  verified_at: Date | null;
  confidence: number;
  source: string;
  opted_out_at?: Date | null;
  undeliverable_at?: Date | null;
  undeliverable_reason?: string | null;
  soft_bounces?: number;
};

export const isTelephone = (row: Pick<IdentityRow, 'match_key'>): boolean => row.match_key.startsWith('tel:');

/** A telephone-like address in E.164, whatever its kind writes before the digits. */
const e164 = (row: Pick<IdentityRow, 'canonical'>): string => `+${row.canonical.replace(/\D/g, '')}`;

/** An address for people to read. A browser's number says nothing to anybody: its tail tells two apart. */
export function displayOf(
  kinds: IdentityKinds,
  row: Pick<IdentityRow, 'kind' | 'canonical' | 'match_key'>,
): string {
  if (kinds.get(row.kind)?.anonymous) return `#${row.canonical.slice(-4)}`;
  if (row.kind === cpfKind) return maskedCpf(row.canonical);
  if (row.kind === cnpjKind) return displayCnpj(row.canonical);
  return isTelephone(row) ? displayPhone(e164(row)) : row.canonical;
}

/** The identity as the contract shows it. */
export const identityOf = (kinds: IdentityKinds, row: IdentityRow): Identity => ({
  id: row.id,
  kind: row.kind,
  // A number that is only compared is given to nobody.
  value: row.kind === cpfKind ? maskedCpf(row.canonical) : row.value,
  display: displayOf(kinds, row),
  name: row.name,
  proof: row.proof as Identity['proof'],
  verifiedAt: row.verified_at?.toISOString() ?? null,
  confidence: row.confidence,
  source: row.source,
  optedOutAt: row.opted_out_at?.toISOString() ?? null,
  undeliverable: row.undeliverable_at
    ? { at: row.undeliverable_at.toISOString(), reason: row.undeliverable_reason ?? '' }
    : null,
  softBounces: row.soft_bounces ?? 0,
});

export type Contact = {
  display: string;
  email: string | null;
  phone: string | null;
  verified: boolean;
};

/**
 * The best addresses of a customer: proven before unproven, those a human can be known by before a browser's number,
 * then as the rows come (oldest first).
 */
export function contactOf(kinds: IdentityKinds, rows: readonly IdentityRow[]): Contact {
  const proven = rows.filter((row) => row.verified_at !== null);
  const ordered = [...proven, ...rows.filter((row) => row.verified_at === null)];
  const named = ordered.filter((row) => !kinds.get(row.kind)?.anonymous);
  const best = named[0] ?? ordered[0];
  const phone = named.find((row) => row.kind === 'phone') ?? named.find(isTelephone);
  return {
    display: best ? displayOf(kinds, best) : '',
    email: named.find((row) => row.kind === 'email')?.canonical ?? null,
    phone: phone ? e164(phone) : null,
    verified: proven.length > 0,
  };
}
