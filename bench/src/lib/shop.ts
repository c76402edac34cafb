import { type Browser, makeBrowser } from '../../../server/src/modules/people/testing-browser.ts';
import type { Server } from './rig.ts';

/** An organisation with an inbox that another system pushes signed messages into. */
export type Shop = {
  orgId: string;
  inboxId: string;
  /** Path of the webhook. */
  path: string;
  owner: Browser;
  email: string;
  password: string;
};

export const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

export async function openShop(server: Server, name: string): Promise<Shop> {
  const made = await server.ask<{ orgId: string; email: string; password: string }>({ do: 'found', name });
  const owner = makeBrowser(server.url);
  await owner.ok('POST', '/api/session', { email: made.email, password: made.password });
  const inbox = await owner.ok('POST', '/api/inboxes', {
    channel: 'api',
    name: 'Loja',
    settings: { secret },
  });
  return { ...made, owner, inboxId: inbox.id, path: new URL(inbox.webhookUrl).pathname };
}
