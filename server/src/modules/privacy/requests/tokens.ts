import type { Secrets } from '../../../kernel/secrets.ts';

/** Addresses of a request's page: who has one sees how far it is. Pure. */

type Place = { orgId: string; id: string };
const purpose = 'privacy request';

const signaturesOf = (secrets: Pick<Secrets, 'signatures'>, { orgId, id }: Place): Buffer[] =>
  secrets.signatures(purpose, `${orgId} ${id}`).map((signature) => signature.subarray(0, 16));
const uuid = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export function requestToken(secrets: Pick<Secrets, 'signatures'>, place: Place): string {
  const ids = Buffer.from(`${place.orgId}${place.id}`.replaceAll('-', ''), 'hex');
  return Buffer.concat([ids, signaturesOf(secrets, place)[0] ?? Buffer.alloc(0)]).toString('base64url');
}

/** Which request a page is of, or null when it is none of ours. */
export function readRequestToken(secrets: Pick<Secrets, 'signatures'>, token: string): Place | null {
  if (!/^[\w-]{64}$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  const hex = bytes.subarray(0, 32).toString('hex');
  const place = { orgId: uuid(hex.slice(0, 32)), id: uuid(hex.slice(32)) };
  const given = bytes.subarray(32);
  return signaturesOf(secrets, place).some((signature) => signature.equals(given)) ? place : null;
}
