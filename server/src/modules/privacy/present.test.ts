import { expect, it } from 'vitest';
import { type Actor, systemActor } from '../../kernel/actor.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import { presentPrivacy } from './present.ts';

const orgId = '01990000-0000-7000-8000-000000000001';
const customerId = '01990000-0000-7000-8000-000000000002';
const agent: Actor = {
  ...{ kind: 'key', id: orgId, orgId, name: 'x', visibility: 'all', teamIds: [] },
  permissions: new Set(['customers.read']),
};

it('tells who may see to privacy, and nobody else, on the desk and on the page of the customer', async () => {
  const facts = { what: 'requests', customerId };
  const due = { kind: 'request', id: customerId, dueOn: '2026-03-02', late: true, assigneeId: null };
  const events = [
    { orgId, name: 'privacy.changed', facts },
    { orgId, name: 'privacy.changed', facts },
    { orgId, name: 'privacy.due', facts: due },
    { orgId, name: 'customer.erased', facts: { customerId } },
  ] as unknown as LoggedEvent[];
  const wanted = { topic: () => true } as unknown as Parameters<typeof presentPrivacy>[2];
  const frames = await presentPrivacy({} as never, events, wanted);
  expect(frames.map(({ topic, name, data }) => ({ topic, name, data }))).toEqual([
    { topic: 'desk', name: 'privacy', data: facts },
    { topic: `customer:${customerId}`, name: 'privacy', data: facts },
    { topic: 'desk', name: 'privacy.due', data: due },
  ]);
  expect(frames.map(({ visibleTo }) => visibleTo?.(agent))).toEqual([false, false, false]);
  expect(frames.map(({ visibleTo }) => visibleTo?.(systemActor(orgId)))).toEqual([true, true, true]);
});
