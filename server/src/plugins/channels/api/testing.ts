import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import type { Shop } from '../../../modules/customers/testing.ts';

/** What the tests over HTTP share: an inbox of this channel, what arrived in it, and a program with a key. */

type Parsed = ReturnType<typeof JSON.parse>;
export type Inbox = { id: string; webhookUrl: string };

export const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

export const openInbox = (shop: Shop, settings: Record<string, string> = {}): Promise<Inbox> =>
  shop.owner.ok('POST', '/api/inboxes', {
    channel: 'api',
    name: 'Sistema',
    settings: { secret, ...settings },
  });

/** A message of a user of the other system, said now. */
export const said = (externalId: string, more: object = {}) => ({
  kind: 'message',
  externalId,
  at: new Date().toISOString(),
  from: { id: 'cli-1042', name: 'Marina Alves' },
  text: `Oi ${externalId}`,
  ...more,
});

/** Waits until everything received has been read. Throws on poison. */
export const settled = (shop: Shop): Promise<void> =>
  vi.waitFor(async () => {
    const states = await shop.run((ctx) =>
      ctx.db.selectFrom('receipts').select(['state', 'error']).execute(),
    );
    if (states.some((row) => row.state === 'poison')) throw new Error(`poison: ${JSON.stringify(states)}`);
    if (states.some((row) => row.state === 'new')) throw new Error('not read yet');
  }, 20_000);

export const receiptCount = async (shop: Shop): Promise<number> =>
  (await shop.run((ctx) => ctx.db.selectFrom('receipts').select('id').execute())).length;

/** Messages of the conversation that was last active, oldest first. */
export async function thread(shop: Shop): Promise<{ id: string; items: Parsed[] }> {
  const { items } = await shop.owner.ok('GET', '/api/conversations?view=all');
  const id = items[0]?.id;
  return { id, items: (await shop.owner.ok('GET', `/api/conversations/${id}/messages`)).items };
}

export const answer = (shop: Shop, conversationId: string, text: string): Promise<Parsed> =>
  shop.owner.ok('POST', `/api/conversations/${conversationId}/messages`, {
    clientId: randomUUID(),
    content: { kind: 'text', text },
  });

/** Waits until a message of ours has the state. */
export const reaches = (shop: Shop, messageId: string, state: string): Promise<void> =>
  vi.waitFor(async () => {
    const row = await shop.run((ctx) =>
      ctx.db
        .selectFrom('dispatches')
        .select(['state', 'error_text'])
        .where('message_id', '=', messageId)
        .executeTakeFirst(),
    );
    if (row?.state !== state) throw new Error(`${row?.state} ${row?.error_text}`);
  }, 20_000);

/** A program that holds a key with these scopes. */
export async function program(url: string, shop: Shop, scopes = ['channel.push']) {
  const made = await shop.owner.ok('POST', '/api/keys', { name: 'Sistema', scopes });
  return async (method: string, path: string, body?: unknown): Promise<{ status: number; body: Parsed }> => {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${made.secret}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
}
