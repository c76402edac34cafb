import { createPrivateKey, createPublicKey, type JsonWebKey, sign, verify } from 'node:crypto';
import type { SignatureRule } from './signatures.ts';

/**
 * A JSON Web Token as bearer (RFC 7519, RS256), as OpenID providers sign what they push. It covers neither body nor address
 * but says for whom (`aud`), by whom (`iss`, `email`) and until when. The secret is a JSON text: the provider's keys
 * (JWKS, RFC 7517), the account that must have signed, and, only where we sign ourselves, the private key.
 */
export type BearerSecret = { keys: JsonWebKey[]; email: string; issuers: string[]; privateKey?: JsonWebKey };

/** Seconds by which clocks may differ. */
const skew = 60;
const shape = /^Bearer ([\w-]{1,2000})\.([\w-]{1,4000})\.([\w-]{1,2000})$/;

/** The secret's parts; null when it is none. */
function read(secret: string | null | undefined): BearerSecret | null {
  try {
    const { keys, email, issuers, privateKey } = JSON.parse(secret ?? '') as Partial<BearerSecret>;
    const isWhole =
      Array.isArray(keys) && typeof email === 'string' && email !== '' && Array.isArray(issuers);
    return isWhole ? { keys, email, issuers, ...(privateKey ? { privateKey } : {}) } : null;
  } catch {
    return null;
  }
}

const objectIn = (part: string): Record<string, unknown> => {
  const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
};

/** Whether the key of that name signed exactly this; only RSA keys of the provider, never one the token brings. */
function isSigned({ keys }: BearerSecret, [head, claims, given]: readonly [string, string, string]): boolean {
  const { alg, kid } = objectIn(head);
  const key = keys.find((one) => one.kty === 'RSA' && one.kid === kid && typeof kid === 'string');
  const signature = Buffer.from(given, 'base64url');
  // One signature has one form: spare bits at its end are no second one.
  if (alg !== 'RS256' || !key || signature.toString('base64url') !== given) return false;
  const publicKey = createPublicKey({ key, format: 'jwk' });
  return verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), publicKey, signature);
}

const tokenOf = (header: string | undefined): readonly [string, string, string] | null => {
  const [, head, claims, given] = shape.exec(header ?? '') ?? [];
  return head && claims && given ? [head, claims, given] : null;
};

function isRight(
  secret: BearerSecret,
  request: { url: string; now?: Date; header: string | undefined },
): boolean {
  const token = tokenOf(request.header);
  if (!token || !request.now || !isSigned(secret, token)) return false;
  const { iss, aud, email, email_verified: proven, exp, iat } = objectIn(token[1]);
  const now = request.now.getTime() / 1000;
  return (
    secret.issuers.includes(String(iss)) &&
    aud === request.url &&
    email === secret.email &&
    proven === true &&
    typeof exp === 'number' &&
    exp > now - skew &&
    (typeof iat !== 'number' || iat < now + skew)
  );
}

export const bearerJwt: SignatureRule = {
  sign: (text, { url, now }) => {
    const secret = read(text);
    if (!secret?.privateKey || !now) throw new RangeError('a token needs a private key and a time');
    const { privateKey, email, issuers } = secret;
    const at = Math.floor(now.getTime() / 1000);
    const claims = { iss: issuers[0], aud: url, email, email_verified: true, iat: at, exp: at + 3600 };
    const parts = [{ alg: 'RS256', kid: privateKey.kid, typ: 'JWT' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const key = createPrivateKey({ key: privateKey, format: 'jwk' });
    const signature = sign('RSA-SHA256', Buffer.from(parts), key).toString('base64url');
    return { authorization: `Bearer ${parts}.${signature}` };
  },
  verify: (text, { url, headers, now }) => {
    const secret = read(text);
    try {
      return secret !== null && isRight(secret, { url, now, header: headers.authorization });
    } catch {
      // A part that is no JSON, a key that is none.
      return false;
    }
  },
};
