import { Secret, TOTP } from 'otpauth';
import { type Ids, tokenHash } from '../../kernel/ids.ts';

/** Time-based codes (RFC 6238: SHA-1, 6 digits, 30 s) and recovery codes; pure but for the randomness handed in. */

const issuer = 'Meada';
const period = 30;
const recoveryCount = 10;

const totpOf = (secret: string, label: string): TOTP =>
  new TOTP({ issuer, label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period });

function randomBase32(ids: Ids, bytes: number): string {
  const buffer = Uint8Array.from(Buffer.from(ids.token(), 'base64url').subarray(0, bytes)).buffer;
  return new Secret({ buffer }).base32;
}

/** A new secret, 160 bits as RFC 4226 recommends, in base32. */
export const newFactorSecret = (ids: Ids): string => randomBase32(ids, 20);

/** The `otpauth:` address an authenticator reads as a QR code. */
export const factorUrl = (secret: string, email: string): string => totpOf(secret, email).toString();

/** The time step a code belongs to (this one or a neighbour: clocks differ), or null when it is wrong. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const delta = totpOf(secret, '').validate({ token: code, timestamp: now.getTime(), window: 1 });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / period) + delta;
}

/** Ten codes of 80 bits, `abcd-efgh-ijkl-mnop`: enough that a fast hash keeps them. */
export function newRecoveryCodes(ids: Ids): string[] {
  return Array.from({ length: recoveryCount }, () => {
    const text = randomBase32(ids, 10).toLowerCase();
    return text.match(/.{4}/g)?.join('-') ?? text;
  });
}

/** A code as typed, without spaces and hyphens. */
export const plainCode = (typed: string): string => typed.replace(/[\s-]+/g, '').toLowerCase();

/** What is kept of a recovery code. */
export const recoveryHash = (typed: string): string => tokenHash(plainCode(typed)).toString('base64');
