import type { ChannelIo, Egress } from '../../../modules/inboxes/port.ts';
import { reachOf } from '../reaching.ts';
import { authorization, nonceOf } from './oauth.ts';
import { line, obj, objects, type Raw } from './read.ts';
import { accountOf, type Handle } from './settings.ts';

/**
 * How a call ended. `refused`: the platform said no. `unsent`: the request certainly never reached it. `lost`: it may
 * have been carried out, nobody knows.
 */
export type Answer =
  | { kind: 'ok'; body: Raw; rate: Rate }
  | { kind: 'refused'; status: number; code: string; words: string; rate: Rate }
  | { kind: 'unsent'; words: string }
  | { kind: 'lost'; words: string };

/** Calls left in the present stretch of time, and in how many seconds it ends. */
export type Rate = { left: number | undefined; seconds: number | undefined };

export type Call = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** From the top of the API: `/2/tweets`. */
  path: string;
  query?: Record<string, string>;
  json?: unknown;
  form?: FormData;
  timeoutMs?: number;
};

type Io = Pick<ChannelIo, 'settings' | 'egress' | 'now'>;

/** Calls the API as one of our accounts (OAuth 1.0a), or as the app (bearer token). Never throws. */
export async function callApi(io: Io, as: Handle | 'app', call: Call): Promise<Answer> {
  const account = accountOf(io.settings);
  const query = call.query ? `?${new URLSearchParams(call.query)}` : '';
  const url = `${account.apiUrl}${call.path}${query}`;
  const { type, body } = await bodyOf(call);
  const bearer = () => `Bearer ${account.bearer}`;
  const headers = {
    authorization: as === 'app' ? bearer() : signedBy(io, as, { method: call.method, url, body: body ?? '' }),
    accept: 'application/json',
    ...(type && { 'content-type': type }),
  };
  const init = { method: call.method, headers, body, timeoutMs: call.timeoutMs ?? 20_000, redirects: 0 };
  let response: Awaited<ReturnType<Egress['fetch']>>;
  try {
    response = await io.egress.fetch(url, { ...init, maxBytes: 8 * 1024 * 1024 });
  } catch (error) {
    const words = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    return { kind: reachOf(error) === 'lost' ? 'lost' : 'unsent', words };
  }
  const answer = obj(await response.json().catch(() => undefined));
  return answerOf(response, answer, io.now());
}

/** The signed header; also for files that only a partner of the conversation may fetch. */
export function signedBy(
  io: Io,
  as: Handle,
  request: { method: string; url: string; body: string | Uint8Array },
): string {
  const { consumerKey, consumerSecret } = accountOf(io.settings);
  const keys = { consumerKey, consumerSecret, token: as.token, tokenSecret: as.tokenSecret };
  const now = io.now();
  const nonce = nonceOf(request, keys, { now, body: request.body });
  return authorization(request, keys, { seconds: Math.floor(now.getTime() / 1000), nonce });
}

async function bodyOf(call: Call): Promise<{ type?: string; body?: string | Uint8Array }> {
  if (call.json !== undefined) return { type: 'application/json', body: JSON.stringify(call.json) };
  if (!call.form) return {};
  // As bytes: then it does not matter whose FormData the HTTP client knows.
  const form = new Response(call.form);
  const type = form.headers.get('content-type') ?? 'multipart/form-data';
  return { type, body: new Uint8Array(await form.arrayBuffer()) };
}

function answerOf(
  { status, headers }: { status: number; headers: Record<string, string> },
  body: Raw | undefined,
  now: Date,
): Answer {
  const rate = rateOf(headers, now);
  if (status >= 200 && status < 300)
    return body || status === 204
      ? { kind: 'ok', body: body ?? {}, rate }
      : { kind: 'lost', words: `HTTP ${status} without a readable answer` };
  const { code, words } = problemOf(body, status);
  if (status >= 400 && status < 500 && status !== 408) return { kind: 'refused', status, code, words, rate };
  return { kind: 'lost', words: `HTTP ${status} ${words}` };
}

/** The words of a problem (RFC 9457 as v2 uses it), or of the older list of errors with its number. */
function problemOf(body: Raw | undefined, status: number): { code: string; words: string } {
  const error = objects(body?.errors)[0];
  const code = typeof error?.code === 'number' ? String(error.code) : (line(body?.reason, 64) ?? '');
  const words = [body?.detail, error?.detail, error?.message, body?.title].map((one) => line(one, 500));
  return { code, words: words.find((one) => one !== undefined) ?? `HTTP ${status}` };
}

/** The stretch that is spent: of the call itself, else of the day. */
function rateOf(headers: Record<string, string>, now: Date): Rate {
  const number = (name: string) => {
    const value = Number(headers[name] ?? 'none');
    return Number.isFinite(value) ? value : undefined;
  };
  const spent = ['x-rate-limit', 'x-user-limit-24hour', 'x-app-limit-24hour'].find(
    (name) => number(`${name}-remaining`) === 0,
  );
  const reset = number(`${spent ?? 'x-rate-limit'}-reset`);
  const seconds = reset === undefined ? number('retry-after') : reset - now.getTime() / 1000;
  return {
    left: spent ? 0 : number('x-rate-limit-remaining'),
    seconds: seconds === undefined ? undefined : Math.min(Math.max(Math.ceil(seconds), 1), 86_400),
  };
}
