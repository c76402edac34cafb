import { createHmac, timingSafeEqual } from 'node:crypto';
import { Problem } from './problem.ts';

/** An app of the firm, and the accounts that allowed it. */
export type App = { name: string; key: string; secret: string; bearer: string };
export type Grant = { userId: string; token: string; tokenSecret: string };

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Seconds a clock may be wrong, and how long a nonce is remembered. */
const skew = 300;

/** Checks the Authorization header of OAuth 1.0a (RFC 5849) and gives the account; throws 401. */
export function newOauth(app: App, grants: Grant[]) {
  const seen = new Map<string, number>();
  return (request: { method: string; url: string; authorization: string }): string => {
    const given = new Map(
      [...request.authorization.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        decodeURIComponent(value),
      ]),
    );
    const grant = grants.find((one) => one.token === given.get('oauth_token'));
    const seconds = Number(given.get('oauth_timestamp'));
    const nonce = `${given.get('oauth_nonce')} ${seconds}`;
    const isFresh = Math.abs(Date.now() / 1000 - seconds) < skew && !seen.has(nonce);
    if (
      !request.authorization.startsWith('OAuth ') ||
      !grant ||
      given.get('oauth_consumer_key') !== app.key ||
      !isFresh
    )
      throw new Problem(401, 'Unauthorized');
    const signature = given.get('oauth_signature') ?? '';
    given.delete('oauth_signature');
    const wanted = sign(request, [...given], `${encoded(app.secret)}&${encoded(grant.tokenSecret)}`);
    const [a, b] = [Buffer.from(signature), Buffer.from(wanted)];
    if (a.length !== b.length || !timingSafeEqual(a, b)) throw new Problem(401, 'Unauthorized');
    seen.set(nonce, seconds);
    return grant.userId;
  };
}

function sign(
  { method, url }: { method: string; url: string },
  given: [string, string][],
  key: string,
): string {
  const { origin, pathname, searchParams } = new URL(url);
  const pairs = [...searchParams, ...given]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort((one, other) => (one < other ? -1 : 1));
  const base = [method, `${origin}${pathname}`, pairs.join('&')].map(encoded).join('&');
  return createHmac('sha1', key).update(base).digest('base64');
}
