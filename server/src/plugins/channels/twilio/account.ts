import type { ChannelIo, ConnectionTest } from '../../../modules/inboxes/port.ts';
import { type Answer, accountUrl, call } from './api.ts';
import { accountOf } from './settings.ts';

const wordsOf = (answer: Answer): string => (answer.kind === 'ok' ? '' : answer.words);

type PhoneNumber = { sid: string; capabilities?: { sms?: boolean } };

/** The account's entry of the sending number, or why there is none. */
async function findNumber(io: ChannelIo): Promise<PhoneNumber | string> {
  const { from } = accountOf(io.settings);
  const query = new URLSearchParams({ PhoneNumber: from, PageSize: '1' });
  const answer = await call(io, accountUrl(io, `/IncomingPhoneNumbers.json?${query}`));
  if (answer.kind !== 'ok') return wordsOf(answer);
  const list = answer.body.incoming_phone_numbers;
  const first = Array.isArray(list) ? (list[0] as PhoneNumber | undefined) : undefined;
  return typeof first?.sid === 'string' ? first : `${from}: not in this account`;
}

/** Checks the account, and the number or service that sends. */
export async function test(io: ChannelIo): Promise<ConnectionTest> {
  const { from, messagingServiceSid } = accountOf(io.settings);
  const account = await call(io, accountUrl(io, '.json'));
  const status = account.kind === 'ok' ? String(account.body.status) : '';
  const steps = [step('account', status === 'active', status || wordsOf(account))];
  if (steps[0]?.ok && messagingServiceSid) {
    const service = await call(io, serviceUrl(io));
    steps.push(step('messaging_service', service.kind === 'ok', wordsOf(service)));
  } else if (steps[0]?.ok) {
    const number = from.startsWith('+') ? await findNumber(io) : null;
    const ok =
      from !== '' && (number === null || (typeof number === 'object' && number.capabilities?.sms !== false));
    steps.push(step('number', ok, typeof number === 'string' ? number : from));
  }
  return { ok: steps.every((one) => one.ok), steps };
}

const step = (name: string, ok: boolean, text: string) => ({ name, ok, ...(text && { text }) });

function serviceUrl(io: ChannelIo): string {
  const { messagingUrl, messagingServiceSid } = accountOf(io.settings);
  return `${messagingUrl}/v1/Services/${encodeURIComponent(messagingServiceSid)}`;
}

/** Tells the platform where incoming messages go. Throws in its words. */
export async function connect(io: ChannelIo, webhookUrl: string): Promise<void> {
  const { setsUpWebhook, messagingServiceSid, from } = accountOf(io.settings);
  if (!setsUpWebhook) return;
  if (messagingServiceSid) {
    const form = {
      InboundRequestUrl: webhookUrl,
      InboundMethod: 'POST',
      StatusCallback: webhookUrl,
      UseInboundWebhookOnNumber: 'false',
    };
    return check(await call(io, serviceUrl(io), form));
  }
  // A short code or a name has no entry to set up by this API.
  if (!from.startsWith('+')) return;
  const number = await findNumber(io);
  if (typeof number === 'string') throw new Error(number);
  const url = accountUrl(io, `/IncomingPhoneNumbers/${encodeURIComponent(number.sid)}.json`);
  check(await call(io, url, { SmsUrl: webhookUrl, SmsMethod: 'POST' }));
}

function check(answer: Answer): void {
  if (answer.kind !== 'ok') throw new Error(answer.words);
}
