import { randomUUID } from 'node:crypto';
import type { InboundMessage } from '@meada/contract/channels';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction } from '../../../kernel/ctx.ts';
import { receive, takeFresh } from '../../inboxes/index.ts';
import { createOrganisation } from '../../organisations/index.ts';
import { addInbox, type Desk, openDesk } from '../factories.ts';
import { ingestStep } from './worker.ts';

let desk: Desk;
let inboxId = '';
let other = { orgId: '', inboxId: '' };
beforeAll(async () => {
  desk = await openDesk();
  inboxId = await addInbox(desk, 'chat');
  const { id: orgId, brandId } = await createOrganisation(desk.kernel, { name: 'Vizinho' });
  other = await inTransaction(desk.kernel, systemActor(orgId), async (ctx) => {
    const id = ctx.ids.uuid();
    const row = { org_id: orgId, id, channel: 'chat', name: 'chat', brand_id: brandId, route_key: id };
    await ctx.db.insertInto('inboxes').values(row).execute();
    return { orgId, inboxId: id };
  });
});
afterAll(() => desk?.close());

function say(place: { orgId: string; inboxId: string }): Promise<void> {
  const item: InboundMessage = {
    kind: 'message',
    externalId: randomUUID(),
    at: desk.clock.now().toISOString(),
    from: { kind: 'line', value: desk.kernel.ids.digits(11) },
    proof: 'platform',
    content: { v: 1, kind: 'text', text: 'oi' },
  };
  const body = new TextEncoder().encode(JSON.stringify([item]));
  return receive(desk.kernel, place, [{ externalId: item.externalId, body, headers: {}, facts: {} }]);
}

const readOf = (orgId: string): Promise<number> =>
  inTransaction(desk.kernel, systemActor(orgId), async (ctx) => {
    const rows = await ctx.db.selectFrom('messages').select('id').where('org_id', '=', orgId).execute();
    return rows.length;
  });

it('a process kept busy by its own firm does not pass over what another process wrote for another', async () => {
  const step = ingestStep(desk.kernel);
  const own = { orgId: desk.orgId, inboxId };
  await say(own);
  await step();
  await say(other);
  // As if another process had written it.
  takeFresh(desk.kernel);
  for (let n = 0; n < 2; n += 1) {
    await say(own);
    await step();
  }
  expect(await readOf(other.orgId)).toBe(1);
  expect(await readOf(desk.orgId)).toBe(3);
});
