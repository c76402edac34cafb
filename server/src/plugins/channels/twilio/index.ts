import { displayPhone } from '../../../kernel/phone.ts';
import type { ChannelPlugin, Settings } from '../../../modules/inboxes/port.ts';
import { connect, test } from './account.ts';
import { manifest } from './manifest.ts';
import { fetchMedia } from './media.ts';
import { arrivals, parse } from './parse.ts';
import { send } from './send.ts';
import { accountOf } from './settings.ts';
import { verify } from './verify.ts';

function addressOf(settings: Settings): string {
  const { from, messagingServiceSid } = accountOf(settings);
  return from ? displayPhone(from) : messagingServiceSid;
}

/** `sms:` opens the telephone's own app with the words written (RFC 5724); only a number can be written to. */
function publicLink(settings: Settings, words: string): string | null {
  const { from } = accountOf(settings);
  if (!/^\+?\d{3,15}$/.test(from)) return null;
  return `sms:${from}${words ? `?body=${encodeURIComponent(words.toWellFormed())}` : ''}`;
}

/** SMS by Twilio's Programmable Messaging. */
export const twilio: ChannelPlugin = {
  manifest,
  addressOf,
  webhook: {
    verify,
    arrivals,
    // An empty TwiML document: nothing is to be done by the platform.
    acknowledge: () => ({ type: 'text/xml', body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' }),
  },
  parse,
  send,
  fetchMedia,
  connect,
  test,
  publicLink,
  switchLink: (token, settings, { message }) => {
    const words = message.includes(token) ? message : `${message} ${token}`.trim();
    return publicLink(settings, words) ?? `sms:?body=${encodeURIComponent(words.toWellFormed())}`;
  },
};
