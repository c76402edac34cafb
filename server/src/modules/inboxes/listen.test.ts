import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openTown, type Shop, type Town } from '../customers/testing.ts';
import { startListeners } from './listen.ts';
import { channel, openPostOffice } from './testing.ts';

let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown({ env: { ROLES: 'web,worker' } });
  shop = await town.shop('Alfa');
  openPostOffice(town.kernel);
});
afterAll(() => town.stop());

it('an inbox has one listener, however often the bus wakes; new settings start it anew, off ends it', async () => {
  const plugin = town.kernel.ports.channels.get(channel);
  if (!plugin) throw new Error('no channel');
  const limits: unknown[] = [];
  let open = 0;
  let most = 0;
  plugin.listen = async (io) => {
    open += 1;
    most = Math.max(most, open);
    limits.push(io.settings.limit);
    const letter = { id: `l${limits.length}`, from: '+5541988887777', text: 'heard' };
    const arrival = {
      externalId: letter.id,
      body: Buffer.from(JSON.stringify(letter)),
      headers: {},
      facts: {},
    };
    try {
      await io.deliver([arrival], letter.id);
      await new Promise<void>((resolve) => {
        if (io.signal.aborted) resolve();
        io.signal.addEventListener('abort', () => resolve(), { once: true });
      });
    } finally {
      open -= 1;
    }
  };
  const settings = { box: 'L1', secret: 'any secret' };
  const { id } = await shop.owner.ok('POST', '/api/inboxes', { channel, name: 'Letters', settings });
  const first = startListeners(town.kernel);
  const second = startListeners(town.kernel);
  const wakeMuch = () => {
    for (let time = 0; time < 20; time += 1) setTimeout(() => town.kernel.bus.wake('inboxes'), time);
  };
  wakeMuch();
  await vi.waitFor(() => expect(limits).toEqual([10]), 10_000);
  await shop.owner.ok('PATCH', `/api/inboxes/${id}`, { settings: { limit: 11 } });
  wakeMuch();
  await vi.waitFor(() => expect(limits).toEqual([10, 11]), 10_000);
  const row = await shop.run((ctx) =>
    ctx.db.selectFrom('inboxes').select('cursor').where('id', '=', id).executeTakeFirst(),
  );
  expect(row?.cursor).toMatch(/^l\d$/);
  await shop.owner.ok('PATCH', `/api/inboxes/${id}`, { active: false });
  await vi.waitFor(() => expect(open).toBe(0), 10_000);
  await Promise.all([first.stop(), second.stop()]);
  expect(most).toBe(1);
});
