import { setTimeout as pause } from 'node:timers/promises';
import type { InboundAttachment, OutboundMessage } from '@meada/contract/channels';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { type Answer, callApi, signedBy } from './api.ts';
import { count, idOf, line, obj } from './read.ts';
import { accountOf, type Handle } from './settings.ts';

type File = OutboundMessage['attachments'][number];
const pieceBytes = 4_000_000;
/** Longest we wait until a film is made ready (s). */
const patience = 120;
const timeoutMs = 120_000;

/** Media categories say what a file is for; a wrong one is refused (Media upload). */
function categoryOf(file: File, side: 'public' | 'private'): string {
  const prefix = side === 'public' ? 'tweet' : 'dm';
  if (file.kind === 'video') return `${prefix}_video`;
  return file.type === 'image/gif' ? `${prefix}_gif` : `${prefix}_image`;
}

/**
 * Uploads a file for a post or direct message of an account: pictures in one request, the rest in pieces. The answer's
 * `data.id` names it; nobody sees it before it is posted, so any trouble may be tried again.
 */
export async function upload(
  io: ChannelIo,
  as: Handle,
  { file, side }: { file: File; side: 'public' | 'private' },
): Promise<Answer> {
  const bytes = await file.read();
  const category = categoryOf(file, side);
  if (!category.endsWith('_image')) return await uploadInPieces(io, as, { bytes, type: file.type, category });
  const form = new FormData();
  form.set('media_category', category);
  form.set('media', new Blob([new Uint8Array(bytes)], { type: file.type }), file.name);
  return await callApi(io, as, { method: 'POST', path: '/2/media/upload', form, timeoutMs });
}

async function uploadInPieces(
  io: ChannelIo,
  as: Handle,
  { bytes, type, category }: { bytes: Uint8Array; type: string; category: string },
): Promise<Answer> {
  const json = { media_type: type, media_category: category, total_bytes: bytes.length };
  const begun = await callApi(io, as, { method: 'POST', path: '/2/media/upload/initialize', json });
  const id = begun.kind === 'ok' ? idOf(obj(begun.body.data)?.id) : undefined;
  if (!id) return begun;
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const form = new FormData();
    form.set('segment_index', String(at / pieceBytes));
    form.set('media', new Blob([new Uint8Array(bytes.subarray(at, at + pieceBytes))]), 'piece');
    const put = await callApi(io, as, {
      ...{ method: 'POST', path: `/2/media/upload/${id}/append`, form, timeoutMs },
    });
    if (put.kind !== 'ok') return put;
  }
  const done = await callApi(io, as, { method: 'POST', path: `/2/media/upload/${id}/finalize` });
  return await ready(io, as, { id, answer: done });
}

/** Waits until the platform has made a film ready, as often as it says. */
async function ready(
  io: ChannelIo,
  as: Handle,
  { id, answer }: { id: string; answer: Answer },
): Promise<Answer> {
  let current = answer;
  for (let waited = 0; current.kind === 'ok'; ) {
    const info = obj(obj(current.body.data)?.processing_info);
    const state = line(info?.state, 32) ?? 'succeeded';
    if (state === 'succeeded') return current;
    const seconds = Math.min(Math.max(count(info?.check_after_secs) ?? 1, 1), 30);
    if (state === 'failed' || waited + seconds > patience) {
      const words = line(obj(info?.error)?.message, 300) ?? 'the file was not made ready';
      return { kind: 'refused', status: 400, code: 'media_failed', words, rate: current.rate };
    }
    await pause(seconds * 1000);
    waited += seconds;
    const query = { command: 'STATUS', media_id: id };
    current = await callApi(io, as, { method: 'GET', path: '/2/media/upload', query });
  }
  return current;
}

/** Hosts that serve files; to the first ones only a partner of the conversation is let in. */
const privateHosts = /^ton\.(twitter|x)\.com$/;
const publicHosts = /^(pbs|video)\.twimg\.com$/;
const maxBytes = 100 * 1024 * 1024;

/** Fetches a received picture or film; throws when it is gone, too large, or lies at a foreign host. */
export async function fetchMedia(
  { ref = '', type, name }: InboundAttachment,
  io: ChannelIo,
): Promise<{ bytes: Uint8Array; type: string; name?: string }> {
  const [owner = '', address = ''] = ref.split(' ');
  if (!URL.canParse(address)) throw new Error('a file without an address');
  const url = new URL(address);
  const { handles, apiUrl } = accountOf(io.settings);
  const isOwn = url.origin === new URL(apiUrl).origin;
  const isPrivate = isOwn || (url.protocol === 'https:' && privateHosts.test(url.hostname));
  if (!isPrivate && !(url.protocol === 'https:' && publicHosts.test(url.hostname)))
    throw new Error(`a file at a foreign host: ${url.host}`);
  const handle = handles.find((one) => one.id === owner);
  const request = { method: 'GET', url: url.href, body: '' };
  const headers: Record<string, string> =
    isPrivate && handle ? { authorization: signedBy(io, handle, request) } : {};
  const response = await io.egress.fetch(url.href, { headers, maxBytes, timeoutMs });
  if (response.status !== 200) throw new Error(`file: HTTP ${response.status}`);
  const given = line(response.headers['content-type']?.split(';')[0], 100);
  return { bytes: await response.bytes(), type: given ?? type, name };
}
