import { displayPhone } from '../../../kernel/phone.ts';
import type { ChannelPlugin, Settings } from '../../../modules/inboxes/port.ts';
import { connect, disconnect, signal, test } from './account.ts';
import { amend } from './amend.ts';
import { accounts, arrivals } from './arrivals.ts';
import { explain } from './explain.ts';
import { format } from './format.ts';
import { manifest } from './manifest.ts';
import { fetchMedia } from './media.ts';
import { parse } from './parse.ts';
import { send } from './send.ts';
import { accountOf } from './settings.ts';
import { deleteTemplate, submitTemplate } from './template-making.ts';
import { templates } from './templates.ts';
import { handshake, verify } from './verify.ts';

function addressOf(settings: Settings): string {
  const { phoneNumber, phoneNumberId } = accountOf(settings);
  return phoneNumber ? displayPhone(`+${phoneNumber.replace(/\D/g, '')}`) : phoneNumberId;
}

/** `https://wa.me/<number>?text=…`: opens the chat with the words already written; the customer only sends them. */
function switchLink(token: string, settings: Settings, texts: { message: string }): string {
  const { linkUrl, phoneNumber } = accountOf(settings);
  const words = texts.message.includes(token) ? texts.message : `${texts.message} ${token}`.trim();
  return `${linkUrl}/${phoneNumber.replace(/\D/g, '')}?text=${encodeURIComponent(words.toWellFormed())}`;
}

/** The same chat without a token: for buttons on a page. */
function publicLink(settings: Settings, words: string): string | null {
  const { linkUrl, phoneNumber } = accountOf(settings);
  const digits = phoneNumber.replace(/\D/g, '');
  if (digits === '') return null;
  return `${linkUrl}/${digits}${words ? `?text=${encodeURIComponent(words.toWellFormed())}` : ''}`;
}

/** WhatsApp by Meta's Cloud API. */
export const whatsapp: ChannelPlugin = {
  manifest,
  addressOf,
  webhook: {
    ...{ handshake, verify, arrivals, accounts },
    signedWith: (settings) => accountOf(settings).appSecret,
  },
  parse,
  send,
  perSecond: (settings) => accountOf(settings).perSecond,
  countedBy: (settings) => accountOf(settings).phoneNumberId,
  partsOf: (message) => Math.max(1, format(message).length),
  amend,
  fetchMedia,
  connect,
  disconnect,
  test,
  templates,
  submitTemplate,
  deleteTemplate,
  explain,
  signal,
  switchLink,
  publicLink,
};
