import type { ChannelPlugin } from '../../../modules/inboxes/port.ts';
import { connect, fetchMedia, nameOf, switchLink, test } from './connect.ts';
import { manifest } from './manifest.ts';
import { arrivals, parse } from './parse.ts';
import { send, signal } from './send.ts';
import { accountOf } from './settings.ts';
import { verify } from './verify.ts';

/** LINE by the Messaging API: webhooks in, push messages out. */
export const line: ChannelPlugin = {
  ...{ manifest, addressOf: (settings) => accountOf(settings).basicId, webhook: { verify, arrivals } },
  // A retry key is taken once: sending again does no harm.
  ...{ parse, send, repeatable: true, signal, fetchMedia, nameOf, connect, test, switchLink },
};
