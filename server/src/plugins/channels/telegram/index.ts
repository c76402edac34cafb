import type { ChannelPlugin } from '../../../modules/inboxes/port.ts';
import { acknowledge } from './acknowledge.ts';
import { amend } from './amend.ts';
import { connect, disconnect, fetchMedia, publicLink, switchLink, test, usernameOf } from './connect.ts';
import { listen } from './listen.ts';
import { manifest } from './manifest.ts';
import { arrivals, parse } from './parse.ts';
import { send, signal } from './send.ts';
import { verify } from './verify.ts';

/** Telegram by the Bot API (10.1), by webhook or long polling. */
export const telegram: ChannelPlugin = {
  manifest,
  addressOf: (settings) => `@${usernameOf(settings)}`,
  webhook: { verify, arrivals, acknowledge },
  parse,
  send,
  amend,
  fetchMedia,
  listen,
  connect,
  disconnect,
  test,
  signal,
  switchLink,
  publicLink,
};
