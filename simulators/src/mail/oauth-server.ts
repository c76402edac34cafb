import { createHash, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';

/**
 * An authorisation server as Google and Microsoft have one, for accounts of the simulated provider: authorisation code
 * with PKCE, refresh tokens (Microsoft's rotate and are good once), consent that can be withdrawn, tokens that end.
 */
export type OAuthServer = {
  url: string;
  /** What the installation's OAUTH_CLIENTS has to say. */
  clients: Record<string, { id: string; secret: string; authorizeUrl: string; tokenUrl: string }>;
  /** Seconds an access token holds; 3600 unless set. */
  faults: { expiresIn: number; delayMs: number; scope: string | null };
  /** How often a refresh token was traded in. */
  refreshes(): number;
  /** The account's holder takes the consent back. */
  withdraw(account: string): void;
  /** Ends all access tokens given so far; refresh tokens stay good. */
  endTokens(): void;
  stop(): Promise<void>;
};
type Grant = { account: string; provider: string; scope: string };
type Code = Grant & { challenge: string; redirectUri: string };
export type TokenBook = ReturnType<typeof createBook>;

/** Which tokens stand for which account. */
export function createBook() {
  return {
    codes: new Map<string, Code>(),
    access: new Map<string, Grant & { until: number }>(),
    refresh: new Map<string, Grant>(),
  };
}

/** True when the token is one of the account's and still holds. */
export const tokenHolds = (book: TokenBook, account: string, token: string): boolean => {
  const grant = book.access.get(token);
  return grant !== undefined && grant.account === account.toLowerCase() && grant.until > Date.now();
};

/** The client this server knows; worthless outside this machine. */
const client = { id: 'meada-demo', secret: 'demo-secret' };
const providers = ['google', 'microsoft'];

type Asked = Record<string, string | undefined>;
type Place = { app: FastifyInstance; book: TokenBook; faults: OAuthServer['faults']; accounts: string[] };

export async function startOAuth(options: {
  host: string;
  port: number;
  book: TokenBook;
  accounts: string[];
}): Promise<OAuthServer> {
  const app = Fastify();
  const faults = { expiresIn: 3600, delayMs: 0, scope: null };
  const place: Place = { app, book: options.book, faults, accounts: options.accounts };
  let refreshes = 0;
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  mountAuthorize(place);
  mountToken(place, () => refreshes++);
  await app.listen({ host: options.host, port: options.port });
  const url = `http://${options.host}:${(app.server.address() as AddressInfo).port}`;
  return {
    url,
    clients: Object.fromEntries(
      providers.map((name) => [
        name,
        { ...client, authorizeUrl: `${url}/${name}/authorize`, tokenUrl: `${url}/${name}/token` },
      ]),
    ),
    faults,
    refreshes: () => refreshes,
    withdraw: (account) => {
      for (const tokens of [options.book.access, options.book.refresh])
        for (const [token, grant] of tokens)
          if (grant.account === account.toLowerCase()) tokens.delete(token);
    },
    endTokens: () => {
      for (const grant of options.book.access.values()) grant.until = 0;
    },
    stop: () => app.close(),
  };
}

const safe = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** The page on which the account's holder says yes or no. */
function mountAuthorize({ app, book, accounts, faults }: Place): void {
  app.get<{ Params: { provider: string }; Querystring: Asked }>('/:provider/authorize', (request, reply) => {
    const asked = request.query;
    const wrong = asked.client_id !== client.id || !asked.redirect_uri || asked.response_type !== 'code';
    const bare = asked.code_challenge_method !== 'S256' || !asked.code_challenge || !asked.state;
    if (wrong || bare) return reply.code(400).send({ error: 'invalid_request' });
    const hidden = Object.entries(asked)
      .map(([name, value]) => `<input type="hidden" name="${safe(name)}" value="${safe(value ?? '')}">`)
      .join('');
    const account = asked.login_hint && accounts.includes(asked.login_hint) ? asked.login_hint : accounts[0];
    return reply.type('text/html; charset=utf-8').send(
      `<!doctype html><html lang="en"><title>Sign in</title><meta name="viewport" content="width=device-width">
<h1>${safe(request.params.provider)}</h1><form method="post">${hidden}
<label>Account <input name="account" value="${safe(account ?? '')}"></label>
<button name="answer" value="allow">Allow</button><button name="answer" value="deny">Deny</button></form></html>`,
    );
  });
  app.post<{ Params: { provider: string }; Body: Asked }>('/:provider/authorize', (request, reply) => {
    const { redirect_uri = '', state = '', answer, account = '', code_challenge = '' } = request.body;
    const back = new URL(redirect_uri);
    back.searchParams.set('state', state);
    if (answer !== 'allow') back.searchParams.set('error', 'access_denied');
    else {
      const code = randomUUID();
      book.codes.set(code, {
        account: account.toLowerCase(),
        provider: request.params.provider,
        scope: faults.scope ?? request.body.scope ?? '',
        challenge: code_challenge,
        redirectUri: redirect_uri,
      });
      back.searchParams.set('code', code);
    }
    return reply.redirect(back.href);
  });
}

const refusal = (reply: FastifyReply, error: string, text: string) =>
  reply.code(400).send({ error, error_description: text });

function mountToken(place: Place, onRefresh: () => void): void {
  const { app, book, faults } = place;
  app.post<{ Params: { provider: string }; Body: Asked }>('/:provider/token', async (request, reply) => {
    const asked = request.body;
    if (asked.client_id !== client.id || asked.client_secret !== client.secret)
      return reply.code(401).send({ error: 'invalid_client', error_description: 'Unauthorized' });
    if (faults.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, faults.delayMs));
    if (asked.grant_type === 'authorization_code') {
      const code = book.codes.get(asked.code ?? '');
      book.codes.delete(asked.code ?? '');
      const proof = createHash('sha256')
        .update(asked.code_verifier ?? '')
        .digest('base64url');
      if (!code || code.challenge !== proof || code.redirectUri !== asked.redirect_uri)
        return refusal(reply, 'invalid_grant', 'Malformed auth code.');
      return give(place, code, true);
    }
    if (asked.grant_type !== 'refresh_token') return refusal(reply, 'unsupported_grant_type', 'unknown');
    const grant = book.refresh.get(asked.refresh_token ?? '');
    if (!grant) return refusal(reply, 'invalid_grant', 'Token has been expired or revoked.');
    onRefresh();
    const rotates = grant.provider === 'microsoft';
    if (rotates) book.refresh.delete(asked.refresh_token ?? '');
    return give(place, grant, rotates);
  });
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function give({ book, faults }: Place, grant: Grant, withRefresh: boolean) {
  const { account, provider, scope } = grant;
  const access = `access-${randomUUID()}`;
  book.access.set(access, { account, provider, scope, until: Date.now() + faults.expiresIn * 1000 });
  const refresh = `refresh-${randomUUID()}`;
  if (withRefresh) book.refresh.set(refresh, { account, provider, scope });
  return {
    token_type: 'Bearer',
    access_token: access,
    expires_in: faults.expiresIn,
    scope,
    ...(withRefresh ? { refresh_token: refresh } : {}),
    id_token: `${part({ alg: 'none' })}.${part({ email: account })}.`,
  };
}

/** What the mail servers say to a token that does not hold, in Google's form ("OAuth 2.0 Mechanism", error response). */
export const tokenRefusal = { status: '400', schemes: 'Bearer', scope: 'https://mail.google.com/' };

/** User and token of an XOAUTH2 answer: `user=…^Aauth=Bearer …^A^A`, in base64. */
export function readXoauth2(text: string): { user: string; token: string } | null {
  const fields = Buffer.from(text, 'base64').toString('utf8').split('\u0001');
  const user = fields.find((field) => field.startsWith('user='))?.slice(5);
  const token = fields.find((field) => /^auth=Bearer /i.test(field))?.slice(12);
  return user && token ? { user, token } : null;
}
