import type { EventName } from '@meada/contract/events';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import { soon } from '../../kernel/testing/patience.ts';
import { holdAddress } from './hold-address.ts';
import { presentCustomers } from './present.ts';
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
  await vi.waitFor(() => expect(desk.frames.some((frame) => frame.t === 'ready')).toBe(true), soon);
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
  }, soon);
  expect(JSON.stringify(desk.frames)).not.toContain('private words');
  // Whoever of the firm has a copy of what was theirs throws it away at once.
  await shop.run(async (ctx) => ctx.emit({ name: 'customer.erased', facts: { customerId } }));
  await vi.waitFor(() => {
    const erased = desk.frames.filter((frame) => frame.name === 'customer.erased');
    expect(erased).toMatchObject([{ topic: 'desk', data: { id: customerId } }]);
  }, soon);
  desk.close();
});

it('merged and taken apart again in one batch: told last is how it stands', async () => {
  const [customerId, otherId] = [crypto.randomUUID(), crypto.randomUUID()];
  const told = (name: EventName, facts: object, id: number): LoggedEvent => ({
    ...{ orgId: shop.orgId, id, tx: '1', at: new Date(0), conversationId: null, customerId: null },
    ...{ name, actor: { kind: 'system', id: null }, facts: { ...facts } },
  });
  const events = [
    told('customer.created', { customerId: otherId }, 1),
    told('customer.merged', { customerId, otherId }, 2),
    told('customer.unmerged', { customerId, otherId }, 3),
  ];
  const frames = await presentCustomers(town.kernel, events, { org: () => true, topic: () => true });
  const ofOther = frames.filter(
    ({ topic, data }) => topic === 'desk' && (data as { id: string }).id === otherId,
  );
  expect(ofOther.map(({ data }) => (data as { mergedInto: string | null }).mergedInto)).toEqual([
    customerId,
    null,
  ]);
});
