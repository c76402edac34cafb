import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTown, type Shop, type Town } from '../customers/testing.ts';
import { findInbox, loadInbox } from './load.ts';

let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown({ env: { ROLES: 'web' } });
  shop = await town.shop('Kept');
});
afterAll(() => town.stop());

it('an inbox is loaded once within two seconds, not once per message', async () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const made = await shop.owner.ok('POST', '/api/inboxes', {
    channel: 'api',
    name: 'Loja',
    settings: { secret },
  });
  const key = new URL(made.webhookUrl).pathname.split('/').at(-1) ?? '';
  const clock = town.kernel.clock.now();
  const kernel = { ...town.kernel, clock: { now: () => clock } };
  const first = await findInbox(kernel, 'webhook', key);
  expect(first?.id).toBe(made.id);
  // The very same object: nothing was read and decrypted again.
  expect(await findInbox(kernel, 'webhook', key)).toBe(first);
  expect(await loadInbox(kernel, shop.orgId, made.id)).toBe(first);
});
