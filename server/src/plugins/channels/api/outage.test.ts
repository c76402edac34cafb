import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { heldClock } from '../../../kernel/clock.ts';
import { openTown, type Shop, type Town } from '../../../modules/customers/testing.ts';
import { answer, openInbox, program, said, settled } from './testing.ts';

/** The other system is away for an hour, and breaks off after it took something: nothing is lost, doubled or overtaken. */

const clock = heldClock(new Date().toISOString());
const minuteMs = 60_000;
let town: Town;
let shop: Shop;
let server: Server;
/** `down` breaks every connection; `mute` takes what comes and then breaks off; `up` answers. */
let mood: 'down' | 'mute' | 'up' = 'down';
let tries = 0;
/** What the other system keeps: ids in the order in which they first came, and how often each came. */
const kept = new Map<string, { text: string; times: number }>();

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      tries += 1;
      if (mood === 'down') return void request.socket.destroy();
      const { id, text } = JSON.parse(Buffer.concat(chunks).toString()) as { id: string; text: string };
      expect(request.headers['webhook-id']).toBe(id);
      const known = kept.get(id);
      kept.set(id, { text, times: (known?.times ?? 0) + 1 });
      if (mood === 'mute') return void request.socket.destroy();
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  town = await openTown({ clock, env: { EGRESS_ALLOW: `127.0.0.1:${port}` } });
  shop = await town.shop('Alfa');
  const inbox = await openInbox(shop, { deliverUrl: `http://127.0.0.1:${port}/meada` });
  const push = await program(town.url, shop);
  const two = [said('m1'), said('m2', { from: { id: 'cli-2000', name: 'Rui' } })];
  expect((await push('POST', `/api/channel/${inbox.id}/messages`, { items: two })).status).toBe(200);
  await settled(shop);
});
afterAll(async () => {
  await town?.stop();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

/** Lets time pass, and waits until everything that fell due was tried. */
async function pass(ms: number): Promise<void> {
  clock.advance(ms);
  town.kernel.bus.wake('dispatch');
  await vi.waitFor(
    async () => {
      const due = await shop.run((ctx) =>
        ctx.db
          .selectFrom('dispatches')
          .select('id')
          .distinctOn('leg_id')
          .where('state', 'in', ['queued', 'sending'])
          .orderBy('leg_id')
          .orderBy('n')
          .select(['state', 'next_at'])
          .execute(),
      );
      const open = due.filter((row) => row.state === 'sending' || row.next_at <= clock.now());
      if (open.length > 0) throw new Error('not tried yet');
    },
    { timeout: 20_000, interval: 20 },
  );
}

const states = async (): Promise<string[]> =>
  (await shop.run((ctx) => ctx.db.selectFrom('dispatches').select('state').execute())).map(
    (row) => row.state,
  );

it('lessons D5, D6: away for an hour, then all of it, in order, and what came twice bears the same id', async () => {
  const { items } = await shop.owner.ok('GET', '/api/conversations?view=all');
  const written = new Map<string, string[]>();
  for (const { id } of items) {
    written.set(id, []);
    for (let n = 0; n < 6; n += 1) {
      await answer(shop, id, `${id} ${n}`);
      written.get(id)?.push(`${id} ${n}`);
      await pass(minuteMs);
    }
  }
  for (let minute = 12; minute < 60; minute += 4) await pass(4 * minuteMs);
  expect(kept.size).toBe(0);
  expect(new Set(await states())).toEqual(new Set(['queued']));
  // Tried all the while, and ever less often.
  expect(tries).toBeGreaterThan(10);
  expect(tries).toBeLessThan(40);
  mood = 'mute';
  await pass(31 * minuteMs);
  expect(kept.size).toBe(2);
  mood = 'up';
  for (let n = 0; n < 3 && (await states()).includes('queued'); n += 1) await pass(31 * minuteMs);
  expect(new Set(await states())).toEqual(new Set(['sent']));
  const came = [...kept.values()].map(({ text }) => text);
  for (const [id, texts] of written) expect(came.filter((text) => text.startsWith(id))).toEqual(texts);
  expect(came).toHaveLength(12);
  // The two that broke off came once more, under their own ids; nothing else came twice.
  expect([...kept.values()].filter(({ times }) => times > 1).length).toBe(2);
}, 120_000);
