import type { ChannelIo, Settings } from '../../../modules/inboxes/port.ts';
import { pauseOf, reachOf } from '../reaching.ts';
import { defaultApiUrl, defaultTokenUrl } from './manifest.ts';

/** How a call ended; `lost`: it may have been carried out. */
export type Answer =
  | { kind: 'ok'; body: Record<string, unknown> }
  | { kind: 'refused'; status: number; text: string; retryAfter?: number }
  | { kind: 'unsent' | 'lost'; text: string };

type Io = Pick<ChannelIo, 'settings' | 'egress' | 'now' | 'inbox'>;
type Call = {
  method: 'GET' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** Another API of the same account, with its version. */
  base?: string;
  body?: unknown;
  signal?: AbortSignal;
};

export const textOf = (settings: Settings, name: string): string => {
  const value = settings[name];
  return typeof value === 'string' ? value.trim() : '';
};

/** `accounts/1/locations/2`, from the numbers of the settings. */
export function locationOf(settings: Settings): string {
  const digits = (name: string) => /\d{1,40}$/.exec(textOf(settings, name))?.[0] ?? '0';
  return `accounts/${digits('account')}/locations/${digits('location')}`;
}

type Token = { value: string; until: number };
/** Access tokens live an hour; kept in memory only, by inbox and what they were got with. */
const tokens = new Map<string, Token>();
const tokensAtMost = 1000;

/** Calls the My Business API v4 with a fresh access token; one that was refused is got anew once. Never throws. */
export async function callApi(io: Io, call: Call): Promise<Answer> {
  const token = await tokenOf(io, call.signal);
  if ('kind' in token) return token;
  const first = await request(io, call, token.value);
  if (first.kind !== 'refused' || first.status !== 401) return first;
  tokens.delete(keyOf(io));
  const fresh = await tokenOf(io, call.signal);
  return 'kind' in fresh ? fresh : request(io, call, fresh.value);
}

const keyOf = ({ inbox, settings }: Io): string =>
  [inbox.id, textOf(settings, 'clientId'), textOf(settings, 'refreshToken')].join(' ');

/** OAuth 2.0 refresh (RFC 6749 §6). */
async function tokenOf(io: Io, signal: AbortSignal | undefined): Promise<Token | Answer> {
  const known = tokens.get(keyOf(io));
  if (known && known.until > io.now().getTime()) return known;
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: textOf(io.settings, 'clientId'),
    client_secret: textOf(io.settings, 'clientSecret'),
    refresh_token: textOf(io.settings, 'refreshToken'),
  });
  const answer = await exchange(io, textOf(io.settings, 'oauthUrl') || defaultTokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    ...(signal ? { signal } : {}),
  });
  // Nothing was said to the platform's reviews yet: whatever went wrong, the call itself was not made.
  if (answer.kind === 'lost') return { kind: 'unsent', text: answer.text };
  if (answer.kind !== 'ok') return answer;
  const value = answer.body.access_token;
  const seconds = Number(answer.body.expires_in) || 3600;
  if (typeof value !== 'string' || value === '') return { kind: 'unsent', text: 'no access token came' };
  const token = { value, until: io.now().getTime() + Math.max(30, seconds - 60) * 1000 };
  if (tokens.size >= tokensAtMost) tokens.clear();
  tokens.set(keyOf(io), token);
  return token;
}

function request(io: Io, { method, path, base, body, signal }: Call, token: string): Promise<Answer> {
  const own = `${(textOf(io.settings, 'apiUrl') || defaultApiUrl).replace(/\/+$/, '')}/v4`;
  return exchange(io, `${base ?? own}/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
}

type Init = Parameters<Io['egress']['fetch']>[1];

async function exchange(io: Io, url: string, init: Init): Promise<Answer> {
  try {
    const response = await io.egress.fetch(url, { ...init, redirects: 0, maxBytes: 10 * 1024 * 1024 });
    const body = await bodyOf(response);
    if (response.status >= 200 && response.status < 300) return { kind: 'ok', body };
    const retryAfter = pauseOf(response.headers['retry-after'], io.now());
    const text = problemOf(body) ?? `status ${response.status}`;
    return { kind: 'refused', status: response.status, text, ...(retryAfter ? { retryAfter } : {}) };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { kind: reachOf(error) === 'lost' ? 'lost' : 'unsent', text };
  }
}

async function bodyOf(response: { json(): Promise<unknown> }): Promise<Record<string, unknown>> {
  // An empty answer (deleteReply) is no error; one that is no JSON says nothing.
  const body = await response.json().catch(() => ({}));
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

/** `{error: {message, status}}` of Google's APIs, `{error, error_description}` of the token endpoint. */
function problemOf(body: Record<string, unknown>): string | null {
  const { error, error_description: description } = body;
  if (typeof description === 'string') return description.slice(0, 500);
  if (typeof error === 'string') return error.slice(0, 500);
  const message = (error as { message?: unknown } | undefined)?.message;
  return typeof message === 'string' ? message.slice(0, 500) : null;
}
