import type { ChannelIo, ConnectionTest, Settings } from '../../../modules/inboxes/port.ts';
import { type Answer, callApi, fileUrl, withoutToken } from './api.ts';
import { defaultLinkUrl, downloadLimit } from './manifest.ts';
import { wantedUpdates } from './parse.ts';
import { int, line, obj, str } from './read.ts';
import { webhookSecret } from './verify.ts';

/** The bot's user name without @, as the links need it. */
export function usernameOf(settings: Settings): string {
  const name = typeof settings.username === 'string' ? settings.username.trim() : '';
  return name.replace(/^@/, '').replace(/[^\w]/g, '');
}

function expectOk(answer: Answer, method: string): unknown {
  if (answer.kind === 'ok') return answer.result;
  throw new Error(`${method}: ${answer.text}`);
}

/** Registers the webhook, or takes an old one away so that polling is allowed. Updates waiting there are kept. */
export async function connect(io: ChannelIo, webhookUrl: string): Promise<void> {
  if (io.settings.mode !== 'webhook') return await disconnect(io);
  const fields = {
    url: webhookUrl,
    secret_token: webhookSecret(io.settings),
    allowed_updates: wantedUpdates,
  };
  expectOk(await callApi(io, { method: 'setWebhook', fields }), 'setWebhook');
}

/** Takes the webhook away; what waits at the platform stays there (it keeps updates for 24 hours). */
export async function disconnect(io: ChannelIo): Promise<void> {
  expectOk(await callApi(io, { method: 'deleteWebhook', fields: {} }), 'deleteWebhook');
}

/** Is the token good, is the user name the bot's own, does the webhook work? */
export async function test(io: ChannelIo): Promise<ConnectionTest> {
  const me = await callApi(io, { method: 'getMe', fields: {} });
  if (me.kind !== 'ok') return { ok: false, steps: [{ name: 'token', ok: false, text: me.text }] };
  const username = line(obj(me.result)?.username, 64) ?? '';
  const isSame = username.toLowerCase() === usernameOf(io.settings).toLowerCase();
  const steps = [
    { name: 'token', ok: true, text: `@${username}` },
    { name: 'username', ok: isSame, ...(!isSame && { text: `@${username}` }) },
    await webhookStep(io),
  ];
  return { ok: steps.every((step) => step.ok), steps };
}

async function webhookStep(io: ChannelIo): Promise<ConnectionTest['steps'][number]> {
  const answer = await callApi(io, { method: 'getWebhookInfo', fields: {} });
  if (answer.kind !== 'ok') return { name: 'webhook', ok: false, text: answer.text };
  const info = obj(answer.result);
  const problem = str(info?.last_error_message, 500);
  if (io.settings.mode !== 'webhook') return { name: 'polling', ok: true };
  const isPending = (int(info?.pending_update_count) ?? 0) > 0;
  return { name: 'webhook', ok: !(problem && isPending), ...(problem && { text: problem }) };
}

/** Fetches a file: its path first, then its bytes. Bots may fetch files of up to 20 MB. */
export async function fetchMedia(
  attachment: { ref?: string; size?: number; type: string; name: string },
  io: ChannelIo,
): Promise<{ bytes: Uint8Array; type: string; name?: string }> {
  const tooBig = 'The platform gives bots no files above 20 MB.';
  if ((attachment.size ?? 0) > downloadLimit) throw new Error(tooBig);
  const answer = await callApi(io, { method: 'getFile', fields: { file_id: attachment.ref } });
  if (answer.kind === 'refused' && /too big/i.test(answer.text)) throw new Error(tooBig);
  const path = str(obj(expectOk(answer, 'getFile'))?.file_path, 2000);
  if (!path) throw new Error('getFile: no path');
  try {
    const response = await io.egress.fetch(fileUrl(io, path), { maxBytes: downloadLimit + 1_000_000 });
    if (response.status !== 200) throw new Error(`status ${response.status}`);
    return { bytes: await response.bytes(), type: attachment.type, name: attachment.name };
  } catch (error) {
    throw new Error(withoutToken(io, `file: ${error instanceof Error ? error.message : String(error)}`));
  }
}

/**
 * A link that opens the bot's chat with a START button carrying the token. The parameter takes 1–64 of `A-Za-z0-9_-`
 * (Bot features, deep linking): another token throws, it would be lost on the way.
 */
export function switchLink(token: string, settings: Settings): string {
  if (!/^[\w-]{1,64}$/.test(token)) throw new RangeError('a start parameter has 1–64 characters A-Za-z0-9_-');
  const base = typeof settings.linkUrl === 'string' && settings.linkUrl ? settings.linkUrl : defaultLinkUrl;
  return `${base.replace(/\/+$/, '')}/${usernameOf(settings)}?start=${token}`;
}

/** The bot's public address, with words for the customer to send (Telegram, "Public username links"). */
export function publicLink(settings: Settings, words: string): string | null {
  const base = typeof settings.linkUrl === 'string' && settings.linkUrl ? settings.linkUrl : defaultLinkUrl;
  const username = usernameOf(settings);
  if (!/^\w{4,64}$/.test(username)) return null;
  return `${base.replace(/\/+$/, '')}/${username}${words ? `?text=${encodeURIComponent(words.toWellFormed())}` : ''}`;
}
