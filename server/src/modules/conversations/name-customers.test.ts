import { randomUUID } from 'node:crypto';
import type { Inbound, InboundMessage } from '@meada/contract/channels';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { soon } from '../../kernel/testing/patience.ts';
import { type ChannelPlugin, receive } from '../inboxes/index.ts';
import { addInbox, type Desk, openDesk } from './factories.ts';
import { paperChannel } from './factories-channels.ts';
import { ingestOrganisation } from './ingest/worker.ts';
import { startNaming } from './name-customers.ts';

const asked: string[] = [];
const mute: ChannelPlugin = {
  ...paperChannel('mute'),
  nameOf: async (address) => {
    asked.push(address);
    if (address === '9999') throw new Error('the platform is away');
    return `Pessoa ${address}`;
  },
};

let desk: Desk;
let inboxId = '';
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  desk = await openDesk([mute]);
  inboxId = await addInbox(desk, 'mute');
  const naming = startNaming(desk.kernel);
  closing.push(() => naming.stop());
});
afterAll(async () => {
  for (const close of closing) await close();
  await desk?.close();
});

async function arrive(value: string, name?: string): Promise<void> {
  const said: InboundMessage = {
    kind: 'message',
    externalId: randomUUID(),
    at: desk.clock.now().toISOString(),
    from: { kind: 'line', value, ...(name ? { name } : {}) },
    proof: 'platform',
    content: { v: 1, kind: 'text', text: 'Oi' },
  };
  const body = new TextEncoder().encode(JSON.stringify([said] satisfies Inbound[]));
  const arrival = { externalId: said.externalId, body, headers: {}, facts: {} };
  await receive(desk.kernel, { orgId: desk.orgId, inboxId }, [arrival]);
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
}
const nameOf = (value: string) =>
  desk.as(null, async (ctx) => {
    const row = await ctx.db
      .selectFrom('identities')
      .innerJoin('customers', 'customers.id', 'identities.customer_id')
      .select(['identities.name', 'customers.name as customer'])
      .where('identities.value', '=', value)
      .executeTakeFirstOrThrow();
    return [row.name, row.customer];
  });

it('a platform whose messages bring no name is asked for it once, and one that fails harms nobody', async () => {
  await arrive('9999');
  await arrive('4001', 'Rita');
  await arrive('4002');
  await vi.waitFor(async () => expect(await nameOf('4002')).toEqual(['Pessoa 4002', 'Pessoa 4002']), soon);
  await arrive('4002');
  await arrive('4003');
  await vi.waitFor(async () => expect(await nameOf('4003')).toEqual(['Pessoa 4003', 'Pessoa 4003']), soon);
  expect(await nameOf('4001')).toEqual(['Rita', 'Rita']);
  expect(await nameOf('9999')).toEqual([null, null]);
  expect(asked).toEqual(['9999', '4002', '4003']);
});
