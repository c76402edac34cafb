import type { Secrets } from '../../kernel/secrets.ts';

/** The signed name of a history in a link: it opens this one document and nothing else. Pure. */

export type HistoryPlace = { orgId: string; requestId: string };

const signatureBytes = 16;
const uuid = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const signaturesOf = (secrets: Pick<Secrets, 'signatures'>, { orgId, requestId }: HistoryPlace): Buffer[] =>
  secrets
    .signatures('sac history', `${orgId} ${requestId}`)
    .map((signature) => signature.subarray(0, signatureBytes));

export function historyToken(secrets: Pick<Secrets, 'signatures'>, place: HistoryPlace): string {
  const ids = Buffer.from(`${place.orgId}${place.requestId}`.replaceAll('-', ''), 'hex');
  return Buffer.concat([ids, signaturesOf(secrets, place)[0] ?? Buffer.alloc(0)]).toString('base64url');
}

/** Which history a token opens, or null when it is none of ours. */
export function readHistoryToken(secrets: Pick<Secrets, 'signatures'>, token: string): HistoryPlace | null {
  if (!/^[\w-]{64}$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  const hex = bytes.subarray(0, 32).toString('hex');
  const place = { orgId: uuid(hex.slice(0, 32)), requestId: uuid(hex.slice(32)) };
  const given = bytes.subarray(32);
  return signaturesOf(secrets, place).some((signature) => signature.equals(given)) ? place : null;
}

/** Where a customer reads it. */
export const historyLink = (
  { secrets, publicUrl }: { secrets: Pick<Secrets, 'signatures'>; publicUrl: string },
  place: HistoryPlace,
): string => `${publicUrl}/historico/${historyToken(secrets, place)}`;
