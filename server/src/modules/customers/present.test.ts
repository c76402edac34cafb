import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { holdAddress } from './hold-address.ts';
import { openTown, type Shop, type Town } from './testing.ts';

let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Frames');
});
afterAll(() => town.stop());

it('changes of customers reach the desk and who looks at them, with the id alone', async () => {
  const made = await shop.owner.ok('POST', '/api/customers', { name: 'Ana', identities: [] });
  const desk = await shop.owner.socket();
  desk.send({ t: 'hello', topics: [`customer:${made.id}`], cursor: null });
  await vi.waitFor(() => expect(desk.frames.some((frame) => frame.t === 'ready')).toBe(true), 10_000);
  const frames = (topic: string) =>
    desk.frames
      .filter((frame) => frame.name === 'customer' && frame.topic === topic)
      .map((frame) => frame.data);
  const { customerId } = await shop.run((ctx) =>
    holdAddress(ctx, { kind: 'visitor', value: crypto.randomUUID() }),
  );
  await shop.owner.ok('PATCH', `/api/customers/${made.id}`, { notes: 'private words' });
  const merged = await shop.owner.ok('POST', `/api/customers/${made.id}/merges`, {
    otherId: customerId,
    reason: 'x',
  });
  await shop.owner.ok('DELETE', `/api/customers/${made.id}/merges/${merged.merges[0].id}`);
  await vi.waitFor(() => {
    expect(frames('desk')).toContainEqual({ id: customerId, mergedInto: made.id });
    expect(frames('desk').at(-1)).toEqual({ id: customerId, mergedInto: null });
    expect(frames(`customer:${made.id}`)).toContainEqual({ id: made.id, mergedInto: null });
  }, 10_000);
  expect(JSON.stringify(desk.frames)).not.toContain('private words');
  // Whoever of the firm has a copy of what was theirs throws it away at once.
  await shop.run(async (ctx) => ctx.emit({ name: 'customer.erased', facts: { customerId } }));
  await vi.waitFor(() => {
    const erased = desk.frames.filter((frame) => frame.name === 'customer.erased');
    expect(erased).toMatchObject([{ topic: 'desk', data: { id: customerId } }]);
  }, 10_000);
  desk.close();
});
