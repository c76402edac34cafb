import { phoneKey } from '../../../kernel/phone.ts';
import type { ChannelIo, ConnectionTest, PlatformSignal } from '../../../modules/inboxes/port.ts';
import type { GraphAnswer } from '../../graph/call.ts';
import { graph } from './graph.ts';
import { text } from './read.ts';
import { accountOf } from './settings.ts';

type Step = ConnectionTest['steps'][number];

const wordsOf = (answer: GraphAnswer) => (answer.kind === 'ok' ? '' : answer.words);

/** Checks the token, the number behind the id, and that the app gets the account's webhooks, in named steps. */
export async function test(io: ChannelIo): Promise<ConnectionTest> {
  const account = accountOf(io.settings);
  const token = await graph(io, { path: 'me?fields=id,name' });
  const steps: Step[] = [{ name: 'token', ok: token.kind === 'ok', text: wordsOf(token) }];
  if (token.kind === 'ok') steps.push(await numberStep(io), await subscriptionStep(io));
  for (const [name, value] of Object.entries({
    signature: account.appSecret,
    handshake: account.verifyToken,
  })) {
    steps.push({ name, ok: value !== '' });
  }
  return { ok: steps.every((step) => step.ok), steps };
}

async function numberStep(io: ChannelIo): Promise<Step> {
  const { phoneNumberId, phoneNumber } = accountOf(io.settings);
  const path = `${encodeURIComponent(phoneNumberId)}?fields=display_phone_number,verified_name,quality_rating`;
  const answer = await graph(io, { path });
  if (answer.kind !== 'ok') return { name: 'phone_number', ok: false, text: answer.words };
  const shown = text(answer.body.display_phone_number, 64) ?? '';
  const facts = [shown, text(answer.body.verified_name, 200), text(answer.body.quality_rating, 64)];
  const same = phoneKey(shown) === phoneKey(phoneNumber);
  return { name: 'phone_number', ok: same, text: facts.filter(Boolean).join(' · ') };
}

async function subscriptionStep(io: ChannelIo): Promise<Step> {
  const { businessAccountId } = accountOf(io.settings);
  const answer = await graph(io, { path: `${encodeURIComponent(businessAccountId)}/subscribed_apps` });
  const subscribed = answer.kind === 'ok' && Array.isArray(answer.body.data) && answer.body.data.length > 0;
  return { name: 'subscription', ok: subscribed, text: wordsOf(answer) };
}

/**
 * Subscribes the app to the account and points this number's webhooks here. The override is per number, so that
 * several inboxes can share one app. The platform calls the handshake before it answers. Throws in its words.
 */
export async function connect(io: ChannelIo, webhookUrl: string): Promise<void> {
  const { businessAccountId, verifyToken } = accountOf(io.settings);
  await must(io, `${encodeURIComponent(businessAccountId)}/subscribed_apps`, {});
  await override(io, { override_callback_uri: webhookUrl, verify_token: verifyToken });
}

/** Takes the number's webhook override away; the account stays subscribed, other numbers may need it. */
export async function disconnect(io: ChannelIo): Promise<void> {
  await override(io, { override_callback_uri: '' });
}

async function override(io: ChannelIo, configuration: Record<string, string>): Promise<void> {
  const { phoneNumberId } = accountOf(io.settings);
  await must(io, encodeURIComponent(phoneNumberId), { webhook_configuration: configuration });
}

async function must(io: ChannelIo, path: string, json: unknown): Promise<void> {
  const answer = await graph(io, { method: 'POST', path, json });
  if (answer.kind !== 'ok') throw new Error(answer.words);
}

/**
 * Marks messages up to one as read, or shows typing (which marks as read too; it ends by itself after 25 s).
 * Without a message of the customer there is nothing to refer to. Best effort: trouble is only logged.
 */
export async function signal({ kind, upTo }: PlatformSignal, io: ChannelIo): Promise<void> {
  if (!upTo) return;
  const path = `${encodeURIComponent(accountOf(io.settings).phoneNumberId)}/messages`;
  const typing = kind === 'typing' ? { typing_indicator: { type: 'text' } } : {};
  const json = { messaging_product: 'whatsapp', status: 'read', message_id: upTo, ...typing };
  const answer = await graph(io, { method: 'POST', path, json, timeoutMs: 5000 });
  if (answer.kind !== 'ok') io.log('warn', `${kind} signal not taken`, { words: answer.words });
}
