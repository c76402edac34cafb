import type { ChannelIo, ConnectionTest, Settings } from '../../../modules/inboxes/port.ts';
import { type Answer, callApi } from './api.ts';
import { idOf, line, obj, objects } from './read.ts';
import { type Account, accountOf, type Handle } from './settings.ts';

type Step = ConnectionTest['steps'][number];

/** Both names, the answering one first; the tokens are not known wherever this is asked. */
export const addressOf = ({ serviceUsername, brandUsername }: Settings): string =>
  [serviceUsername, brandUsername]
    .flatMap((name) => (typeof name === 'string' && name.trim() ? `@${name.trim().replace(/^@/, '')}` : []))
    .join(' · ') || '@?';

function must(answer: Answer, what: string): Record<string, unknown> {
  if (answer.kind === 'ok') return answer.body;
  throw new Error(`${what}: ${answer.words}`);
}

/** The number of our webhook at the platform; an app has one or a few, by address. */
async function webhookId(io: ChannelIo, url?: string): Promise<string | undefined> {
  const body = must(await callApi(io, 'app', { method: 'GET', path: '/2/webhooks' }), 'webhooks');
  const mine = objects(body.data).find((one) => line(one.url, 2000) === url);
  return idOf(mine?.id);
}

/** Registers the address (the platform sends its challenge at once) and has both accounts' events sent to it. */
export async function connect(io: ChannelIo, webhookUrl: string): Promise<void> {
  const { mode, handles } = accountOf(io.settings);
  if (mode !== 'webhook') return;
  let id = await webhookId(io, webhookUrl);
  if (!id) {
    const call = { method: 'POST', path: '/2/webhooks', json: { url: webhookUrl } } as const;
    const body = must(await callApi(io, 'app', call), 'webhooks');
    id = idOf(obj(body.data)?.id ?? body.id);
  }
  if (!id) throw new Error('webhooks: no number in the answer');
  for (const handle of handles) {
    const path = `/2/account_activity/webhooks/${id}/subscriptions/all`;
    const answer = await callApi(io, handle, { method: 'POST', path, json: {} });
    // Subscribed already, from an earlier time: as wanted.
    if (answer.kind === 'refused' && /already|duplicate/i.test(answer.words)) continue;
    must(answer, `subscription of @${handle.username}`);
  }
}

/**
 * Ends both accounts' subscriptions to this inbox's own address, and takes the address away when nobody else is
 * subscribed there; an app's other addresses are other inboxes' and stay.
 */
export async function disconnect(io: ChannelIo): Promise<void> {
  const { mode, handles } = accountOf(io.settings);
  const id = mode === 'webhook' && io.webhookUrl ? await webhookId(io, io.webhookUrl) : undefined;
  if (!id) return;
  const path = `/2/account_activity/webhooks/${id}/subscriptions`;
  for (const handle of handles)
    await callApi(io, 'app', { method: 'DELETE', path: `${path}/${handle.id}/all` });
  const left = await callApi(io, 'app', { method: 'GET', path: `${path}/all/list` });
  const others = left.kind === 'ok' ? objects(obj(left.body.data)?.subscriptions) : [];
  if (others.length > 0) return;
  must(await callApi(io, 'app', { method: 'DELETE', path: `/2/webhooks/${id}` }), 'webhooks');
}

/** Are the keys good, and are they those of the accounts named? */
export async function test(io: ChannelIo): Promise<ConnectionTest> {
  const account = accountOf(io.settings);
  const steps: Step[] = [await accountStep(io, account.service, 'service')];
  if (account.brand) steps.push(await accountStep(io, account.brand, 'brand'));
  else if (brandIsHalf(io.settings)) steps.push({ name: 'brand', ok: false, text: 'token' });
  if (account.mode === 'webhook') steps.push(await webhookStep(io, account));
  return { ok: steps.every((step) => step.ok), steps };
}

const brandIsHalf = (settings: Settings): boolean =>
  ['brandUsername', 'brandToken', 'brandTokenSecret'].some(
    (name) => typeof settings[name] === 'string' && settings[name] !== '',
  );

async function accountStep(io: ChannelIo, handle: Handle, name: string): Promise<Step> {
  const answer = await callApi(io, handle, { method: 'GET', path: '/2/users/me' });
  if (answer.kind !== 'ok') return { name, ok: false, text: answer.words };
  const data = obj(answer.body.data);
  const username = line(data?.username, 50) ?? '';
  const same = username.toLowerCase() === handle.username.toLowerCase() && idOf(data?.id) === handle.id;
  // The service account's link is for canned replies: in a public post it becomes a button.
  const link = name === 'service' ? ` · ${directLink(io.settings)}` : '';
  return { name, ok: same, text: `@${username}${link}` };
}

async function webhookStep(io: ChannelIo, { bearer }: Account): Promise<Step> {
  if (!bearer) return { name: 'bearer', ok: false };
  const answer = await callApi(io, 'app', { method: 'GET', path: '/2/webhooks' });
  const valid = answer.kind === 'ok' && objects(answer.body.data).some((one) => one.valid !== false);
  return { name: 'webhook', ok: valid, ...(answer.kind !== 'ok' && { text: answer.words }) };
}

/** Opens a direct message to the service account; without a token, so fit for the public. */
function directLink(settings: Settings): string {
  const { linkUrl, service } = accountOf(settings);
  return `${linkUrl}/messages/compose?recipient_id=${service.id}`;
}

/**
 * Opens a direct message to the service account with the words already written (Direct Message deep links). It carries
 * a token: it is for one customer, never for the public.
 */
export function switchLink(token: string, settings: Settings, texts: { message: string }): string {
  const words = texts.message.includes(token) ? texts.message : `${texts.message} ${token}`.trim();
  return `${directLink(settings)}&text=${encodeURIComponent(words)}`;
}
