import type { InboundAttachment } from '@meada/contract/channels';
import type { ChannelIo, ConnectionTest, Settings } from '../../../modules/inboxes/port.ts';
import { callApi } from './api.ts';
import { idOf, line } from './read.ts';
import { accountOf } from './settings.ts';

/** Tells the platform where to call; throws in its words. */
export async function connect(io: ChannelIo, webhookUrl: string): Promise<void> {
  const json = { endpoint: webhookUrl };
  const answer = await callApi(io, { method: 'PUT', path: '/v2/bot/channel/webhook/endpoint', json });
  if (answer.kind !== 'ok') throw new Error(`webhook: ${answer.words}`);
}

/** Is the token good, is the basic ID the account's own, does the platform call us? */
export async function test(io: ChannelIo): Promise<ConnectionTest> {
  const { basicId, channelSecret } = accountOf(io.settings);
  const info = await callApi(io, { method: 'GET', path: '/v2/bot/info' });
  const steps: ConnectionTest['steps'] = [
    { name: 'token', ok: info.kind === 'ok', ...(info.kind !== 'ok' && { text: info.words }) },
    { name: 'signature', ok: channelSecret !== '' },
  ];
  if (info.kind === 'ok') {
    const own = line(info.body.basicId, 100) ?? '';
    steps.push({ name: 'username', ok: own.toLowerCase() === basicId.toLowerCase(), text: own });
    const hook = await callApi(io, { method: 'GET', path: '/v2/bot/channel/webhook/endpoint' });
    const active = hook.kind === 'ok' && hook.body.active === true;
    steps.push({
      name: 'webhook',
      ok: active,
      text: hook.kind === 'ok' ? line(hook.body.endpoint, 500) : hook.words,
    });
  }
  return { ok: steps.every((step) => step.ok), steps };
}

/**
 * What somebody calls themselves: the profile of a friend of the account, or of a member of the group they wrote in.
 * Null when the platform does not tell (they blocked the account, left the group) or cannot be reached.
 */
export async function nameOf(
  address: string,
  io: ChannelIo,
  thread?: { kind: string; key: string },
): Promise<string | null> {
  if (!/^U[0-9a-f]{32}$/.test(address)) return null;
  const group = thread?.kind === 'group' ? idOf(thread.key) : undefined;
  // Rooms of several people without a name have numbers of their own kind.
  const place = group?.startsWith('R') ? 'room' : 'group';
  const path = group ? `/v2/bot/${place}/${group}/member/${address}` : `/v2/bot/profile/${address}`;
  const answer = await callApi(io, { method: 'GET', path });
  return answer.kind === 'ok' ? (line(answer.body.displayName, 256) ?? null) : null;
}

/** Fetches a received file by its message's number, or where somebody else keeps it; throws when it is gone. */
export async function fetchMedia(
  { ref = '', type, name }: InboundAttachment,
  io: ChannelIo,
): Promise<{ bytes: Uint8Array; type: string; name?: string }> {
  const { dataUrl, accessToken } = accountOf(io.settings);
  const own = idOf(ref) !== undefined;
  if (!own && !ref.startsWith('https://')) throw new Error('a file without an address');
  // The token is shown to the platform alone.
  const headers: Record<string, string> = own ? { authorization: `Bearer ${accessToken}` } : {};
  const url = own ? `${dataUrl}/v2/bot/message/${ref}/content` : ref;
  const response = await io.egress.fetch(url, { headers, maxBytes: 200_000_000, timeoutMs: 120_000 });
  if (response.status !== 200) throw new Error(`file: HTTP ${response.status}`);
  const given = line(response.headers['content-type']?.split(';')[0], 100);
  return { bytes: await response.bytes(), type: given ?? type, name };
}

/** Opens the account's chat with the words already written (LINE URL scheme, oaMessage). */
export function switchLink(token: string, settings: Settings, texts: { message: string }): string {
  const { linkUrl, basicId } = accountOf(settings);
  const words = texts.message.includes(token) ? texts.message : `${texts.message} ${token}`.trim();
  return `${linkUrl}/R/oaMessage/${encodeURIComponent(basicId)}/?${encodeURIComponent(words)}`;
}
