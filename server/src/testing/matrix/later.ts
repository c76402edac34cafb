import { randomUUID } from 'node:crypto';
import type { Browser } from '../../modules/people/testing-browser.ts';
import type { Firm } from './firm.ts';

/** What waits to go out, and the firm's own statuses: things, bodies, and what stands beside an id. */

const text = { kind: 'text', text: 'Olá' };
const inThirtyDays = (): string => new Date(Date.now() + 30 * 86_400_000).toISOString();
const kept = (more: object = {}) => ({
  clientId: randomUUID(),
  messages: [{ clientId: randomUUID(), content: text, ...more }],
  when: { at: inThirtyDays() },
});
const toAddress = ({ inbox, identity }: Firm['ids']) =>
  kept({ to: { inboxId: inbox, identityId: identity } });

let rounds = 0;

/** Notes that wait (one of them to be sent, one to be taken back), and a status. */
export async function waiting(owner: Browser, conversationId: string) {
  rounds += 1;
  const input = { name: `Na fábrica ${rounds}`, colour: '#aabbcc', category: 'open' };
  const status = await owner.ok('POST', '/api/statuses', input);
  const place = `/api/conversations/${conversationId}/scheduled`;
  const note = async () => (await owner.ok('POST', place, kept({ internal: true }))).scheduled.id as string;
  return {
    status: status.id as string,
    scheduled: await note(),
    toSend: await note(),
    toTakeBack: await note(),
  };
}

export const laterBodies = {
  'scheduled.create': () => kept(),
  'scheduled.change': () => ({ at: inThirtyDays(), unlessAnswered: true }),
  'statuses.create': () => ({ name: randomUUID(), colour: '#112233', category: 'open' }),
  'statuses.change': () => ({ name: randomUUID(), colour: '#112233' }),
  'statuses.order': () => ({ ids: [] }),
};

export const besideLater = {
  'scheduled.create': {
    'body.messages.0.to.inboxId': toAddress,
    'body.messages.0.to.identityId': toAddress,
  },
};
