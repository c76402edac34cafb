import type { ChannelIo, ChannelPlugin, ConnectionTest } from '../../../modules/inboxes/port.ts';
import { callApi, locationOf } from './api.ts';
import { listen } from './listen.ts';
import { manifest } from './manifest.ts';
import { parse } from './parse.ts';
import { accounts, arrivals, connect, keys, lookUp, verify } from './push.ts';
import { amend, send } from './send.ts';

/** Reviews of a Google Business Profile location (My Business API v4), looked for by polling, or told of by Pub/Sub. */
export const reviews: ChannelPlugin = {
  manifest,
  addressOf: (settings) => locationOf(settings).replace(/^accounts\/\d+\//, ''),
  webhook: { keys, verify, arrivals, accounts },
  parse,
  lookUp,
  connect,
  send,
  amend,
  repeatable: true,
  listen,
  test,
};

/** Are the credentials good, and may they read this location's reviews? */
async function test(io: ChannelIo): Promise<ConnectionTest> {
  const path = `${locationOf(io.settings)}/reviews?pageSize=1`;
  const answer = await callApi(io, { method: 'GET', path });
  if (answer.kind !== 'ok') return { ok: false, steps: [{ name: 'reviews', ok: false, text: answer.text }] };
  const { totalReviewCount: count, averageRating: average } = answer.body;
  const text = `${Number(count ?? 0)} (★ ${Number(average ?? 0).toFixed(1)})`;
  return { ok: true, steps: [{ name: 'reviews', ok: true, text }] };
}
