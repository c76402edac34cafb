import type { ChannelIo, ConnectionTest, PlatformSignal } from '../../modules/inboxes/port.ts';
import { callGraph, type GraphAnswer } from './call.ts';
import { line, record, records } from './json.ts';
import type { Platform } from './platform.ts';
import { accountOf } from './settings.ts';

type Step = ConnectionTest['steps'][number];

const wordsOf = (answer: GraphAnswer) => (answer.kind === 'ok' ? '' : answer.words);
const get = (io: ChannelIo, path: string) => callGraph(io, accountOf(io.settings), { path });
const pagePath = (io: ChannelIo) => encodeURIComponent(accountOf(io.settings).pageId);

/**
 * Checks in named steps that the token is the page's, that the account is the one of the settings, and that the app gets
 * the page's webhooks with every field it needs. `accountStep` looks at what lies behind the page.
 */
export async function testAccount(
  platform: Platform,
  io: ChannelIo,
  accountStep?: (io: ChannelIo) => Promise<Step>,
): Promise<ConnectionTest> {
  const account = accountOf(io.settings);
  const token = await get(io, 'me?fields=id,name');
  const page = token.kind === 'ok' ? token.body : {};
  const isOwn = line(page.id, 64) === account.pageId;
  const steps: Step[] = [{ name: 'token', ok: token.kind === 'ok', text: wordsOf(token) }];
  if (token.kind === 'ok') {
    steps.push({
      name: 'page',
      ok: isOwn,
      text: `${line(page.name, 200) ?? ''} · ${line(page.id, 64) ?? ''}`,
    });
    if (accountStep) steps.push(await accountStep(io));
    steps.push(await subscriptionStep(platform, io));
  }
  const secrets = { signature: account.appSecret, handshake: account.verifyToken };
  for (const [name, value] of Object.entries(secrets)) steps.push({ name, ok: value !== '' });
  return { ok: steps.every((step) => step.ok), steps };
}

async function subscriptionStep(platform: Platform, io: ChannelIo): Promise<Step> {
  const answer = await get(io, `${pagePath(io)}/subscribed_apps`);
  if (answer.kind !== 'ok') return { name: 'subscription', ok: false, text: answer.words };
  const fields = records(answer.body.data).flatMap((app) =>
    Array.isArray(app.subscribed_fields) ? app.subscribed_fields : [],
  );
  const missing = platform.subscribedFields.filter((field) => !fields.includes(field));
  return { name: 'subscription', ok: missing.length === 0, text: missing.join(', ') };
}

/**
 * Subscribes the app to the page, and points the app's webhooks here where its id is known; else a person does that in
 * the platform's panel. The platform calls the handshake before it answers. Throws in its words. There is no way
 * back: the page's other channel lives from the same subscription.
 */
export async function connectPage(platform: Platform, io: ChannelIo, webhookUrl: string): Promise<void> {
  await subscribePage(platform, io);
  const { appId, appSecret, graphUrl, verifyToken } = accountOf(io.settings);
  if (!appId) return;
  const door = { graphUrl, accessToken: `${appId}|${appSecret}` };
  const json = {
    object: platform.object,
    callback_url: webhookUrl,
    verify_token: verifyToken,
    fields: platform.appFields.join(','),
    include_values: true,
  };
  const path = `${encodeURIComponent(appId)}/subscriptions`;
  const answer = await callGraph(io, door, { method: 'POST', path, json });
  if (answer.kind !== 'ok') throw new Error(answer.words);
}

async function subscribePage(platform: Platform, io: ChannelIo): Promise<void> {
  const path = `${pagePath(io)}/subscribed_apps`;
  // Fields of both channels of a page are one list: what the other has asked for stays.
  const now = await get(io, path);
  const there = now.kind === 'ok' ? records(now.body.data) : [];
  const fields = there.flatMap((app) =>
    Array.isArray(app.subscribed_fields)
      ? app.subscribed_fields.filter((one) => typeof one === 'string')
      : [],
  );
  const wanted = [...new Set([...fields, ...platform.subscribedFields])].join(',');
  const json = { subscribed_fields: wanted };
  const answer = await callGraph(io, accountOf(io.settings), { method: 'POST', path, json });
  if (answer.kind !== 'ok') throw new Error(answer.words);
}

/** What the platform calls somebody who has written: the user name where there is one. Null when it does not say. */
export async function nameOf(platform: Platform, address: string, io: ChannelIo): Promise<string | null> {
  const fields = platform.profileFields.join(',');
  const answer = await get(io, `${encodeURIComponent(address)}?fields=${fields}`);
  if (answer.kind !== 'ok') return null;
  const found = platform.profileFields.map((field) => line(answer.body[field], 256));
  return found.find((one) => one !== undefined) ?? null;
}

/** Marks the conversation as read or shows typing. Best effort: trouble is only logged. */
export async function signal({ kind, to }: PlatformSignal, io: ChannelIo): Promise<void> {
  const sender_action = kind === 'typing' ? 'typing_on' : 'mark_seen';
  const json = { recipient: { id: to }, sender_action };
  const call = { method: 'POST', path: `${pagePath(io)}/messages`, json, timeoutMs: 5000 };
  const answer = await callGraph(io, accountOf(io.settings), call);
  if (answer.kind !== 'ok') io.log('warn', `${kind} signal not taken`, { words: answer.words });
}

/** The account of the other network that hangs on the page. */
export async function linkedAccountStep(io: ChannelIo, field: string): Promise<Step> {
  const { accountId } = accountOf(io.settings);
  const answer = await get(io, `${pagePath(io)}?fields=${field}%7Bid,username%7D`);
  const linked = answer.kind === 'ok' ? (record(answer.body[field]) ?? {}) : {};
  const shown = [line(linked.username, 100), line(linked.id, 64)].filter(Boolean).join(' · ');
  const ok = line(linked.id, 64) === accountId;
  return { name: 'account', ok, text: answer.kind === 'ok' ? shown : answer.words };
}
