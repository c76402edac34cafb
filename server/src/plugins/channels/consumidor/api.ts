import type { ChannelIo, Settings } from '../../../modules/inboxes/port.ts';
import { pauseOf, reachOf } from '../reaching.ts';
import { defaultApiUrl } from './manifest.ts';

/** How a call ended; `lost`: it may have been carried out. */
export type Answer =
  | { kind: 'ok'; bytes: Uint8Array; type: string }
  | { kind: 'refused'; status: number; text: string; retryAfter?: number }
  | { kind: 'unsent' | 'lost'; text: string };

type Io = Pick<ChannelIo, 'settings' | 'egress' | 'now' | 'inbox'>;
export type Call = {
  method: 'GET' | 'POST';
  path: string;
  query?: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal;
};

/** Version of the service, demanded with every call; the only one documented. */
const version = '1.0';
const agent = 'api-consumidor';

export const textOf = (settings: Settings, name: string): string => {
  const value = settings[name];
  return typeof value === 'string' ? value.trim() : '';
};

type Token = { value: string; until: number };
const tokens = new Map<string, Token>();
const tokensAtMost = 1000;
const keyOf = ({ inbox, settings }: Io): string =>
  [inbox.id, textOf(settings, 'clientId'), textOf(settings, 'clientSecret')].join(' ');

/** A token ends at 23:59:59 of its day in Brasília (UTC−3, no summer time). */
function endOfDay(now: Date): number {
  const shift = 3 * 3_600_000;
  const day = 86_400_000;
  return (Math.floor((now.getTime() - shift) / day) + 1) * day + shift - 1000;
}

/** Calls the service with the day's token; one that was refused is got anew once. Never throws. */
export async function callApi(io: Io, call: Call): Promise<Answer> {
  const token = await tokenOf(io, call.signal);
  if (typeof token !== 'string') return token;
  const first = await request(io, call, token);
  if (first.kind !== 'refused' || first.status !== 401) return first;
  tokens.delete(keyOf(io));
  const fresh = await tokenOf(io, call.signal);
  return typeof fresh === 'string' ? request(io, call, fresh) : fresh;
}

async function tokenOf(io: Io, signal: AbortSignal | undefined): Promise<string | Answer> {
  const known = tokens.get(keyOf(io));
  if (known && known.until > io.now().getTime()) return known.value;
  const query = new URLSearchParams({
    client_id: textOf(io.settings, 'clientId'),
    code: textOf(io.settings, 'code'),
    client_secret: textOf(io.settings, 'clientSecret'),
    grant_type: 'client_credentials',
  });
  const answer = await exchange(io, `seguranca/empresa/token?${query}`, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'user-agent': agent,
      'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    },
    ...(signal ? { signal } : {}),
  });
  if (answer.kind === 'lost') return { kind: 'unsent', text: answer.text };
  if (answer.kind !== 'ok') return answer;
  const value = (jsonOf(answer) as { access_token?: unknown } | null)?.access_token;
  if (typeof value !== 'string' || value === '') return { kind: 'unsent', text: 'no token came' };
  if (tokens.size >= tokensAtMost) tokens.clear();
  tokens.set(keyOf(io), { value, until: endOfDay(io.now()) });
  return value;
}

function request(io: Io, call: Call, token: string): Promise<Answer> {
  const query = call.query ? `?${new URLSearchParams(call.query)}` : '';
  return exchange(io, `${call.path}${query}`, {
    method: call.method,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json;charset=UTF-8',
      'user-agent': agent,
      authorization: `Bearer ${token}`,
      versao: version,
      cpfAutorizado: textOf(io.settings, 'cpf').replace(/\D/g, ''),
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    ...(call.signal ? { signal: call.signal } : {}),
  });
}

async function exchange(io: Io, path: string, init: Parameters<Io['egress']['fetch']>[1]): Promise<Answer> {
  const base = (textOf(io.settings, 'apiUrl') || defaultApiUrl).replace(/\/+$/, '');
  try {
    const response = await io.egress.fetch(`${base}/${path}`, { ...init, redirects: 0 });
    const bytes = await response.bytes();
    if (response.status >= 200 && response.status < 300)
      return { kind: 'ok', bytes, type: response.headers['content-type'] ?? 'application/octet-stream' };
    const retryAfter = pauseOf(response.headers['retry-after'], io.now());
    const text = problemIn(bytes) ?? `status ${response.status}`;
    return { kind: 'refused', status: response.status, text, ...(retryAfter ? { retryAfter } : {}) };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { kind: reachOf(error) === 'lost' ? 'lost' : 'unsent', text };
  }
}

/** The JSON of an answer, or null when it is none. */
export function jsonOf(answer: { bytes: Uint8Array }): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(answer.bytes));
  } catch {
    return null;
  }
}

/** A refusal by a rule comes with a code and a message in Portuguese. */
function problemIn(bytes: Uint8Array): string | null {
  const body = jsonOf({ bytes });
  if (typeof body !== 'object' || body === null) return null;
  const said = body as Record<string, unknown>;
  const text = [said.mensagem, said.message, said.error_description, said.error].find(
    (one) => typeof one === 'string' && one !== '',
  );
  return typeof text === 'string' ? text.slice(0, 500) : null;
}
