import type { Kernel } from '../../../kernel/ctx.ts';
import { Failure, refused } from '../../../kernel/errors.ts';
import type { ChannelPlugin, ConsentOffer, Settings } from '../port.ts';

/** Page of the desk the provider sends people back to; has to be entered at the provider as it is. */
export const returnPath = '/settings/inboxes/consent';

/** What a provider's token endpoint gave (RFC 6749 §5.1), with the end reckoned from our own clock. */
export type Tokens = { access: string; refresh: string; expiresAt: Date };
/** A trade that worked: who signed in and for what, where the provider says it. */
export type Traded = Tokens & { account: string; scopes: string[] | null };

/** The provider says that the grant is no more: withdrawn, or not used for too long. */
export class ConsentWithdrawn extends Error {
  readonly code = 'consent_withdrawn';
  constructor() {
    super('The consent for this account ended: somebody has to sign in again.');
  }
}

type Client = { id: string; secret?: string | undefined };
export type Offer = Omit<ConsentOffer, 'client'> & { client: Client };

/** The plug-in's offer with the program's own name and secret, the inbox's before the installation's. */
export function offerOf(
  kernel: Pick<Kernel, 'config'>,
  plugin: ChannelPlugin,
  named: { provider: string; settings: Settings },
): Offer {
  const offer = plugin.consent?.(named.provider, named.settings);
  if (!offer) throw refused('Nobody can sign in there for this channel.', 'body.provider');
  const house = kernel.config.oauthClients[named.provider];
  const client = offer.client ?? house;
  if (!client) {
    throw refused(
      'The client id of this provider is missing: in the inbox or in OAUTH_CLIENTS.',
      'body.provider',
    );
  }
  return {
    ...offer,
    client: { id: client.id, secret: client.secret },
    authorizeUrl: house?.authorizeUrl ?? offer.authorizeUrl,
    tokenUrl: house?.tokenUrl ?? offer.tokenUrl,
  };
}

/**
 * Asks the token endpoint, for a code or for a renewal. Throws `ConsentWithdrawn` on `invalid_grant` (RFC 6749 §5.2),
 * else `outside_failed` in the provider's words; a secret is never among them.
 */
export async function askTokens(
  kernel: Pick<Kernel, 'egress' | 'clock'>,
  offer: Offer,
  form: Record<string, string>,
): Promise<Traded> {
  const { client } = offer;
  const body = new URLSearchParams({
    ...form,
    client_id: client.id,
    ...(client.secret ? { client_secret: client.secret } : {}),
  });
  const response = await kernel.egress.fetch(offer.tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: body.toString(),
    timeoutMs: 15_000,
    maxBytes: 256 * 1024,
    redirects: 0,
  });
  const answer = fieldsOf(await response.json().catch(() => null));
  if (answer.error === 'invalid_grant') throw new ConsentWithdrawn();
  const access = answer.access_token;
  if (response.status !== 200 || !access || /[\s\p{Cc}]/u.test(access)) {
    const words = answer.error_description || answer.error || `status ${response.status}`;
    throw new Failure('outside_failed', `The provider refused: ${words.replace(/\s+/g, ' ').slice(0, 300)}`);
  }
  const seconds = Math.min(86_400, Math.max(60, Number(answer.expires_in) || 3600));
  return {
    access,
    refresh: answer.refresh_token ?? '',
    expiresAt: new Date(kernel.clock.now().getTime() + seconds * 1000),
    account: accountIn(answer.id_token),
    scopes: answer.scope ? answer.scope.split(/\s+/) : null,
  };
}

function fieldsOf(answer: unknown): Record<string, string | undefined> {
  if (typeof answer !== 'object' || answer === null) return {};
  return Object.fromEntries(
    Object.entries(answer).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  );
}

/**
 * Who signed in, from the ID token: for showing only. It came straight from the token endpoint over TLS, so its
 * signature says nothing further (OpenID Connect Core §3.1.3.7, 6).
 */
function accountIn(idToken: string | undefined): string {
  try {
    const claims: unknown = JSON.parse(
      Buffer.from((idToken ?? '').split('.')[1] ?? '', 'base64url').toString('utf8'),
    );
    const said = fieldsOf(claims);
    return (said.email ?? said.preferred_username ?? '').replace(/\p{Cc}/gu, '').slice(0, 320);
  } catch {
    return '';
  }
}
