import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { wordsOf } from './parse-status.ts';
import { number, type Raw, record } from './read.ts';
import { accountOf } from './settings.ts';

/** A call of the Graph API: path below the version, JSON body or form. */
export type GraphCall = {
  method?: string;
  path: string;
  json?: unknown;
  form?: FormData;
  /** A file's bytes, from its start (resumable upload: its own scheme of authorisation and header). */
  bytes?: Uint8Array;
  timeoutMs?: number;
};

/** How a call ended. `unsent`: nothing left the machine; `lost`: it may have arrived, the answer is missing or no answer. */
export type GraphAnswer =
  | { kind: 'ok'; body: Raw }
  | { kind: 'refused'; status: number; code?: number; subcode?: number; words: string; retryAfter?: number }
  | { kind: 'unsent'; words: string }
  | { kind: 'lost'; words: string };

/** Error codes of a connection that never stood: the request cannot have arrived. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  // Our own egress: the host is not known, or may not be called.
  'outside_failed',
  'refused',
]);

/** Longest we wait for an answer (ms); the platform's median is well below a second. */
const timeoutMs = 20_000;

/** Calls the Graph API with the account's token; never throws, the outcome says what can have happened. */
export async function graph(io: ChannelIo, call: GraphCall): Promise<GraphAnswer> {
  const { graphUrl, accessToken } = accountOf(io.settings);
  const { type, body } = await encoded(call);
  const scheme = call.bytes ? 'OAuth' : 'Bearer';
  const headers = { authorization: `${scheme} ${accessToken}`, accept: 'application/json', ...type };
  let answer: Awaited<ReturnType<ChannelIo['egress']['fetch']>>;
  try {
    answer = await io.egress.fetch(`${graphUrl}/${call.path}`, {
      method: call.method ?? 'GET',
      headers,
      body,
      timeoutMs: call.timeoutMs ?? timeoutMs,
      maxBytes: 4 * 1024 * 1024,
    });
  } catch (error) {
    return { kind: reachedNothing(error) ? 'unsent' : 'lost', words: messageOf(error) };
  }
  return read(answer.status, answer.headers, record(await answer.json().catch(() => undefined)));
}

/** The request's bytes and their type; a form is written out here, HTTP clients accept none but their own. */
async function encoded(
  call: GraphCall,
): Promise<{ type?: Record<string, string>; body?: string | Uint8Array }> {
  if (call.json !== undefined)
    return { type: { 'content-type': 'application/json' }, body: JSON.stringify(call.json) };
  if (call.bytes)
    return { type: { 'content-type': 'application/octet-stream', file_offset: '0' }, body: call.bytes };
  if (!call.form) return {};
  const form = new Response(call.form);
  const type = { 'content-type': form.headers.get('content-type') ?? 'multipart/form-data' };
  return { type, body: new Uint8Array(await form.arrayBuffer()) };
}

function read(status: number, headers: Record<string, string>, body: Raw | undefined): GraphAnswer {
  if (status >= 200 && status < 300) {
    return body ? { kind: 'ok', body } : { kind: 'lost', words: `HTTP ${status} without a readable answer` };
  }
  const error = record(body?.error) ?? {};
  const words = wordsOf(error) || `HTTP ${status}`;
  // A server error after the whole request went out says nothing about what became of it.
  if (status >= 500 || status === 408) return { kind: 'lost', words };
  return {
    kind: 'refused',
    status,
    code: number(error.code),
    subcode: number(error.error_subcode),
    words,
    retryAfter: secondsOf(headers['retry-after']),
  };
}

/** Retry-After in seconds; the form with a date is not used by this platform. */
function secondsOf(header: string | undefined): number | undefined {
  const seconds = number(header);
  return seconds !== undefined && seconds >= 0 ? Math.min(seconds, 86_400) : undefined;
}

function reachedNothing(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string' && neverConnected.has(at.code)) return true;
  }
  return false;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}
