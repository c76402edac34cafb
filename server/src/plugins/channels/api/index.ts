import type { ChannelPlugin, Settings } from '../../../modules/inboxes/port.ts';
import { manifest } from './manifest.ts';
import { fetchMedia } from './media.ts';
import { parse } from './parse.ts';
import { arrivals } from './push.ts';
import { send } from './send.ts';
import { testConnection } from './test-connection.ts';
import { verify } from './verify.ts';

export { apiRoutes } from './routes.ts';

/** The host answers go to, else the name of the user base. */
function addressOf({ deliverUrl, userBase }: Settings): string {
  const url = typeof deliverUrl === 'string' ? URL.parse(deliverUrl.trim()) : null;
  return url?.host || (typeof userBase === 'string' && userBase.trim()) || 'API';
}

/** Any other system, by our own documented API. */
export const api: ChannelPlugin = {
  manifest,
  addressOf,
  webhook: { verify, arrivals },
  parse,
  send,
  // Its id is the same in every attempt, and the receiver drops doubles.
  repeatable: true,
  fetchMedia,
  test: testConnection,
};
