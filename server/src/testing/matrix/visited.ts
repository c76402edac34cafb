import { randomUUID } from 'node:crypto';
import type { Firm } from './firm.ts';

/** A right body for each route of a visitor of the chat. */
export const visitorBodies: Record<string, (ids: Firm['ids']) => unknown> = {
  'chat.contact': () => ({ name: 'Ana' }),
  'chat.open': () => ({}),
  'chat.read': () => ({ seq: 0 }),
  'chat.send': () => ({ clientId: randomUUID(), text: 'Oi' }),
  'chat.switch': ({ inbox }) => ({ inboxId: inbox }),
  'chat.keepPlace': ({ inbox }) => ({ inboxId: inbox, address: '41 98888-7777' }),
  'chat.askCall': () => ({ clientId: randomUUID(), phone: '41 98888-7777' }),
};
