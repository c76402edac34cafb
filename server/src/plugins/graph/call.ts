import type { ChannelIo } from '../../modules/inboxes/port.ts';
import { pauseOf, reachOf } from '../channels/reaching.ts';
import { number, type Raw, record, text } from './json.ts';

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

/** Where the API is, and the key to it. */
export type GraphDoor = { graphUrl: string; accessToken: string };

/** Longest we wait for an answer (ms); the platform's median is well below a second. */
const timeoutMs = 20_000;

/** Calls the Graph API; never throws, the outcome says what can have happened. */
export async function callGraph(io: ChannelIo, door: GraphDoor, call: GraphCall): Promise<GraphAnswer> {
  const { type, body } = await encoded(call);
  const scheme = call.bytes ? 'OAuth' : 'Bearer';
  const headers = { authorization: `${scheme} ${door.accessToken}`, accept: 'application/json', ...type };
  let answer: Awaited<ReturnType<ChannelIo['egress']['fetch']>>;
  try {
    answer = await io.egress.fetch(`${door.graphUrl}/${call.path}`, {
      method: call.method ?? 'GET',
      headers,
      body,
      timeoutMs: call.timeoutMs ?? timeoutMs,
      maxBytes: 4 * 1024 * 1024,
    });
  } catch (error) {
    const words = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    return { kind: reachOf(error) === 'lost' ? 'lost' : 'unsent', words };
  }
  const said = record(await answer.json().catch(() => undefined));
  return read(answer.status, said, pauseOf(answer.headers['retry-after'], io.now()));
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

function read(status: number, body: Raw | undefined, retryAfter: number | undefined): GraphAnswer {
  if (status >= 200 && status < 300) {
    return body ? { kind: 'ok', body } : { kind: 'lost', words: `HTTP ${status} without a readable answer` };
  }
  const error = record(body?.error) ?? {};
  const words = wordsOf(error) || `HTTP ${status}`;
  // A server error after the whole request went out says nothing about what became of it.
  if (status >= 500 || status === 408) return { kind: 'lost', words };
  const [code, subcode] = [number(error.code), number(error.error_subcode)];
  return { kind: 'refused', status, code, subcode, words, retryAfter };
}

/** What the platform says of an error, the words meant for people first; empty when it says nothing. */
export function wordsOf(error: Raw): string {
  const details = record(error.error_data)?.details;
  const said = [error.error_user_msg, details, error.message, error.title];
  return said.map((words) => text(words, 1000)).find((words) => words !== undefined) ?? '';
}
