import type { ChannelIo, Egress } from '../../../modules/inboxes/port.ts';
import { reachOf } from '../reaching.ts';
import { defaultApiUrl } from './manifest.ts';
import { int, obj, type Raw, str } from './read.ts';

/**
 * How a call ended. `refused`: the platform said no. `unsent`: the request certainly never reached it. `lost`: it may
 * have been carried out, nobody knows.
 */
export type Answer =
  | { kind: 'ok'; result: unknown }
  | { kind: 'refused'; status: number; text: string; retryAfter?: number; migratedTo?: number }
  | { kind: 'unsent'; text: string }
  | { kind: 'lost'; text: string };

type Io = Pick<ChannelIo, 'settings' | 'egress'>;
type Init = NonNullable<Parameters<Egress['fetch']>[1]>;

/** Base of all calls, without a slash at the end. */
function base(io: Io): string {
  const url = io.settings.apiUrl;
  return (typeof url === 'string' && url !== '' ? url : defaultApiUrl).replace(/\/+$/, '');
}

const tokenOf = (io: Io) => (typeof io.settings.token === 'string' ? io.settings.token.trim() : '');

/** Address of a downloadable file; its path comes from the platform and must stay below the file folder. */
export function fileUrl(io: Io, path: string): string {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    throw new Error('file path not allowed');
  return `${base(io)}/file/bot${tokenOf(io)}/${parts.map(encodeURIComponent).join('/')}`;
}

/** The token is part of every address: no error text and no log line may carry it. */
export function withoutToken(io: Io, text: string): string {
  const token = tokenOf(io);
  return token ? text.replaceAll(token, '…').replaceAll(encodeURIComponent(token), '…') : text;
}

/** Calls a Bot API method; never throws. Fields go as JSON, or as multipart when there are files. */
export async function callApi(
  io: Io,
  call: { method: string; fields: Record<string, unknown>; files?: UploadFile[] },
  options: Pick<Init, 'timeoutMs' | 'signal'> = {},
): Promise<Answer> {
  const url = `${base(io)}/bot${tokenOf(io)}/${call.method}`;
  const body = await bodyOf(call);
  let response: Awaited<ReturnType<Egress['fetch']>>;
  try {
    response = await io.egress.fetch(url, { method: 'POST', ...body, ...options });
  } catch (error) {
    const text = withoutToken(io, String(error instanceof Error ? error.message : error));
    return { kind: reachOf(error) === 'lost' ? 'lost' : 'unsent', text };
  }
  return await answerOf(response);
}

export type UploadFile = { field: string; name: string; type: string; bytes: Uint8Array };

async function bodyOf(call: {
  fields: Record<string, unknown>;
  files?: UploadFile[];
}): Promise<Pick<Init, 'headers' | 'body'>> {
  if (!call.files?.length) {
    return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(call.fields) };
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(call.fields)) {
    form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  for (const file of call.files) {
    form.set(file.field, new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
  }
  // As bytes: then it does not matter whose FormData the HTTP client knows.
  const encoded = new Response(form);
  const type = encoded.headers.get('content-type') ?? 'multipart/form-data';
  return { headers: { 'content-type': type }, body: new Uint8Array(await encoded.arrayBuffer()) };
}

async function answerOf(response: Awaited<ReturnType<Egress['fetch']>>): Promise<Answer> {
  let body: Raw | undefined;
  try {
    body = obj(await response.json());
  } catch {
    body = undefined;
  }
  if (body?.ok === true && body.result !== undefined) return { kind: 'ok', result: body.result };
  if (response.status >= 400 && response.status < 500) return refusal(response, body);
  return { kind: 'lost', text: `status ${response.status}: ${str(body?.description, 500) ?? 'no answer'}` };
}

function refusal(
  response: { status: number; headers: Record<string, string> },
  body: Raw | undefined,
): Answer {
  const parameters = obj(body?.parameters);
  const retryAfter = int(parameters?.retry_after) ?? int(Number(response.headers['retry-after'] ?? 'none'));
  const migratedTo = int(parameters?.migrate_to_chat_id);
  return {
    kind: 'refused',
    status: response.status,
    text: str(body?.description, 500) ?? `status ${response.status}`,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(migratedTo !== undefined && { migratedTo }),
  };
}
