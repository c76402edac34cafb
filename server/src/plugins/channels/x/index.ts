import type { ChannelPlugin } from '../../../modules/inboxes/port.ts';
import { addressOf, connect, disconnect, switchLink, test } from './account.ts';
import { amend } from './amend.ts';
import { arrivals } from './arrivals.ts';
import { resync } from './fetch.ts';
import { listen } from './listen.ts';
import { manifest } from './manifest.ts';
import { fetchMedia } from './media.ts';
import { parse } from './parse.ts';
import { send } from './send.ts';
import { handshake, verify } from './verify.ts';

/** X by API v2: mentions, replies and direct messages of two accounts, by webhook or fetched. */
export const x: ChannelPlugin = {
  ...{ manifest, addressOf, webhook: { handshake, verify, arrivals } },
  ...{ parse, send, amend, fetchMedia, listen, resync, connect, disconnect, test, switchLink },
};
