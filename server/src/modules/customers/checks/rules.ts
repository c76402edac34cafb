import type { Secrets } from '../../../kernel/secrets.ts';

/** Codes and links that prove an address: pure. */

/** A code is read out or typed while the customer is there; a link may be opened later in the day. */
export const checkMinutes = { code: 10, link: 24 * 60 } as const;
/** Wrong codes a check bears: with at most `checksPerDay` of them a guess hits once in 20,000 days. */
export const triesAtMost = 5;
export const checksPerDay = 10;
/** Seconds between two checks of one address. */
export const checkPause = 30;

/** What stands in the stored message where the code or token goes: who reads the conversation does not read it. */
export const hiddenPlace = '••••••';

export type CheckPlace = { orgId: string; checkId: string };
const purpose = 'identity check';

/** The six digits of a check, under the newest key first: a signature of its id, so that no table holds them. */
export const codesOf = (secrets: Pick<Secrets, 'signatures'>, { orgId, checkId }: CheckPlace): string[] =>
  secrets
    .signatures(purpose, `code ${orgId} ${checkId}`)
    .map((signature) => String(signature.readUIntBE(0, 6) % 1_000_000).padStart(6, '0'));

const linkSignatures = (secrets: Pick<Secrets, 'signatures'>, { orgId, checkId }: CheckPlace): Buffer[] =>
  secrets.signatures(purpose, `link ${orgId} ${checkId}`).map((signature) => signature.subarray(0, 16));

const uuid = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** What a link carries: which check, signed. */
export function linkToken(secrets: Pick<Secrets, 'signatures'>, place: CheckPlace): string {
  const ids = Buffer.from(`${place.orgId}${place.checkId}`.replaceAll('-', ''), 'hex');
  return Buffer.concat([ids, linkSignatures(secrets, place)[0] ?? Buffer.alloc(0)]).toString('base64url');
}

/** Which check a link is of, or null when it is none of ours. */
export function readLinkToken(secrets: Pick<Secrets, 'signatures'>, token: string): CheckPlace | null {
  if (!/^[\w-]{64}$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  const hex = bytes.subarray(0, 32).toString('hex');
  const place = { orgId: uuid(hex.slice(0, 32)), checkId: uuid(hex.slice(32)) };
  const given = bytes.subarray(32);
  return linkSignatures(secrets, place).some((signature) => signature.equals(given)) ? place : null;
}
