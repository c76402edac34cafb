import { displayPhone } from '../../../kernel/phone.ts';
import type { ChannelPlugin, Settings } from '../../../modules/inboxes/port.ts';
import { manifest } from './manifest.ts';
import { arrivals, parse } from './parse.ts';
import { send, test } from './send.ts';
import { accountOf } from './settings.ts';
import { verify } from './verify.ts';

const isNumber = (from: string): boolean => /^\+?[\d\s().-]{3,25}$/.test(from);

function addressOf(settings: Settings): string {
  const { from, url } = accountOf(settings);
  if (isNumber(from) && from.startsWith('+')) return displayPhone(`+${from.replace(/\D/g, '')}`);
  return from || (URL.parse(url)?.host ?? '');
}

/** `sms:` opens the telephone's own app with the words written (RFC 5724); a name cannot be written to. */
function publicLink(settings: Settings, words: string): string | null {
  const { from } = accountOf(settings);
  if (!isNumber(from)) return null;
  return `sms:${from.replace(/[^\d+]/g, '')}${words ? `?body=${encodeURIComponent(words.toWellFormed())}` : ''}`;
}

/** SMS by any gateway with HTTP, described by settings. */
export const sms: ChannelPlugin = {
  manifest,
  addressOf,
  webhook: { verify, arrivals },
  parse,
  send,
  test,
  publicLink,
  switchLink: (token, settings, { message }) => {
    const words = message.includes(token) ? message : `${message} ${token}`.trim();
    return publicLink(settings, words) ?? `sms:?body=${encodeURIComponent(words.toWellFormed())}`;
  },
};
