import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { soon } from './kernel/testing/patience.ts';
import { openTown, type Shop, type Town } from './modules/customers/testing.ts';
import type { Socket } from './modules/people/testing-browser.ts';

let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown({ env: { ROLES: 'web,live' } });
  shop = await town.shop('Alfa');
});
afterAll(() => town.stop());

type Event = { cursor: string; id: string };

/** What a socket was told of these: what was done before may still come to a new one. */
const eventsOf = (socket: Socket, ids: readonly string[]): Event[] =>
  socket.frames
    .filter(({ t }) => t === 'event')
    .map((frame) => ({
      cursor: (frame as { cursor?: string }).cursor ?? '',
      id: (frame.data as { id: string }).id,
    }))
    .filter(({ id }) => ids.includes(id));

async function connected(cursor: string | null): Promise<Socket> {
  const socket = await shop.owner.socket(town.url);
  socket.send({ t: 'hello', topics: [], cursor });
  await vi.waitFor(() => expect(socket.frames.some(({ t }) => t === 'ready')).toBe(true), soon);
  return socket;
}

/** One commit that tells of several things. */
async function change(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await shop.run(async (ctx) => {
    for (const inboxId of ids) ctx.emit({ name: 'inbox.changed', facts: { inboxId } });
  });
  return ids;
}

it('lesson D7: who is cut off between two frames of one batch gets the rest, at whichever', async () => {
  const socket = await connected(null);
  const ids = await change(5);
  await vi.waitFor(() => expect(eventsOf(socket, ids)).toHaveLength(5), soon);
  socket.close();
  const seen = eventsOf(socket, ids);
  for (let cut = 0; cut < seen.length; cut += 1) {
    const again = await connected(seen[cut]?.cursor ?? null);
    const had = seen.slice(0, cut + 1).map(({ id }) => id);
    const after = eventsOf(again, ids).map(({ id }) => id);
    expect(again.frames.map(({ t }) => t)).not.toContain('reset');
    expect(new Set([...had, ...after])).toEqual(new Set(ids));
    again.close();
  }
  const last = await connected(seen.at(-1)?.cursor ?? null);
  expect(eventsOf(last, ids)).toEqual([]);
  last.close();
});

it('lesson D7: frames of two batches are told apart by their cursors', async () => {
  const socket = await connected(null);
  const ids = await change(2);
  await vi.waitFor(() => expect(eventsOf(socket, ids)).toHaveLength(2), soon);
  ids.push(...(await change(2)));
  await vi.waitFor(() => expect(eventsOf(socket, ids)).toHaveLength(4), soon);
  expect(new Set(eventsOf(socket, ids).map(({ cursor }) => cursor)).size).toBe(4);
  socket.close();
});
