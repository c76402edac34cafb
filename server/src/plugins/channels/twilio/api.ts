import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { pauseOf, reachOf } from '../reaching.ts';
import { accountOf } from './settings.ts';

/** How a call ended. `unsent`: nothing left the machine; `lost`: it may have arrived. */
export type Answer =
  | { kind: 'ok'; body: Record<string, unknown> }
  | { kind: 'refused'; status: number; code?: number; words: string; retryAfter?: number }
  | { kind: 'unsent'; words: string }
  | { kind: 'lost'; words: string }
  | { kind: 'barred'; words: string };

const timeoutMs = 20_000;

/** The account's key and secret for Basic authentication; an API key is preferred to the account's own token. */
export function authorization(settings: ChannelIo['settings']): string {
  const { accountSid, authToken, keySid, keySecret } = accountOf(settings);
  const pair = keySid && keySecret ? `${keySid}:${keySecret}` : `${accountSid}:${authToken}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** Calls the REST API with a form (POST) or without (GET); never throws. */
export async function call(io: ChannelIo, url: string, form?: Record<string, string>): Promise<Answer> {
  const headers = {
    authorization: authorization(io.settings),
    accept: 'application/json',
    ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  try {
    const answer = await io.egress.fetch(url, {
      method: form ? 'POST' : 'GET',
      headers,
      ...(form && { body: new URLSearchParams(form).toString() }),
      timeoutMs,
      maxBytes: 1024 * 1024,
      redirects: 0,
    });
    const body = await answer.json().catch(() => undefined);
    return read(answer, isRecord(body) ? body : undefined, io.now());
  } catch (error) {
    return { kind: reachOf(error), words: (error as Error).message.slice(0, 300) };
  }
}

/** Address of the account's resources. */
export function accountUrl(io: ChannelIo, path: string): string {
  const { apiUrl, accountSid } = accountOf(io.settings);
  return `${apiUrl}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}${path}`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Raw = { status: number; headers: Record<string, string> };

function read({ status, headers }: Raw, body: Record<string, unknown> | undefined, now: Date): Answer {
  if (status >= 200 && status < 300)
    return body ? { kind: 'ok', body } : { kind: 'lost', words: `HTTP ${status} without a readable answer` };
  const words = typeof body?.message === 'string' ? body.message.slice(0, 300) : `HTTP ${status}`;
  // A server error after the whole request went out says nothing about what became of it.
  if (status >= 500 || status === 408) return { kind: 'lost', words };
  const code = typeof body?.code === 'number' ? body.code : undefined;
  const retryAfter = pauseOf(headers['retry-after'], now);
  return { kind: 'refused', status, words, ...(code && { code }), ...(retryAfter && { retryAfter }) };
}
