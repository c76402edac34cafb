import type { OutboundMessage } from '@meada/contract/channels';
import type { SegmentTree } from '@meada/contract/segments';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import {
  announcementsOf,
  countAudience,
  runAnnouncements,
  startAnnouncement,
  tell,
} from '../conversations/announcing/testing.ts';
import { addInbox, addPerson, addTalk, type Desk, openDesk, type Talk } from '../conversations/factories.ts';
import { paperChannel } from '../conversations/factories-channels.ts';
import { mergeInto, recordConsents } from '../customers/index.ts';
import type { ChannelPlugin } from '../inboxes/index.ts';
import { loadInboxes } from '../inboxes/index.ts';
import { createSegment } from './create-segment.ts';
import { dropSegment } from './drop-segment.ts';
import { conditionKinds, runSegments, segmentAudiences } from './index.ts';

/** An announcement goes to who is in a segment when they are told, once to each, and to nobody who took their word back. */

const sent: OutboundMessage[] = [];
const way: ChannelPlugin = {
  ...paperChannel('way'),
  send: async (message) => {
    sent.push(message);
    return { state: 'sent', externalId: message.dispatchId };
  },
};
let desk: Desk;
let owner: PersonActor;
let wayId = '';
const words = 'Agora também aqui';
const texts = { 'pt-BR': words, en: words, es: words };

beforeAll(async () => {
  const ports = { audiences: segmentAudiences, conditions: conditionKinds };
  desk = await openDesk([paperChannel('fresh'), way], ports);
  owner = await addPerson(desk, { role: 'owner' });
  wayId = await addInbox(desk, 'way');
});
afterAll(() => desk?.close());

const named = (value: string): SegmentTree => ({
  match: 'all',
  of: [
    { kind: 'customer.name', is: 'begins', value },
    { kind: 'consent', of: 'marketing', is: 'allowed' },
  ],
});
/** A saved segment, worked out. */
async function segment(name: string): Promise<string> {
  const body = { name, description: '', conditions: named(name) };
  const { id } = await desk.as(owner, (ctx) => createSegment(ctx, { body }));
  for (let turn = 0; turn < 3; turn += 1) await runSegments(desk.kernel);
  return id;
}
/** Somebody of a name who writes by the way and allowed marketing. */
async function writer(name: string): Promise<Talk> {
  const talk = await addTalk(desk, wayId);
  await desk.as(null, async (ctx) => {
    await ctx.db.updateTable('customers').set({ name }).where('id', '=', talk.customerId).execute();
    await recordConsents(ctx, [
      { customerId: talk.customerId, purpose: 'marketing', state: 'given', source: 'person' },
    ]);
  });
  return talk;
}
const withdraw = (talk: Talk, purpose: string) =>
  desk.as(null, (ctx) =>
    recordConsents(ctx, [{ customerId: talk.customerId, purpose, state: 'withdrawn', source: 'person' }]),
  );
const start = (inboxId: string, segmentId: string) =>
  desk.as(owner, (ctx) =>
    startAnnouncement(ctx, {
      params: { id: inboxId },
      body: { texts, templates: [], months: 12, perMinute: 600, segmentId },
    }),
  );
const run = async () => {
  for (let turn = 0; turn < 2; turn += 1) {
    desk.clock.advance(60_000);
    await runAnnouncements(desk.kernel);
  }
};
const progress = async (inboxId: string) => (await desk.as(owner, (ctx) => announcementsOf(ctx, inboxId)))[0];
const toldHow = (inboxId: string) =>
  desk.as(null, async (ctx) => {
    const rows = await ctx.db
      .selectFrom('announcement_recipients')
      .select(['customer_id', 'state', 'reason'])
      .where('inbox_id', '=', inboxId)
      .execute();
    return new Map(rows.map((row) => [row.customer_id, row.reason ?? row.state]));
  });

it('counts of a segment who would hear of it and who not, and tells them alone', async () => {
  const [ana, eva] = [await writer('Grupo Ana'), await writer('Grupo Eva')];
  await writer('Outra Pessoa');
  const shy = await writer('Grupo Ida');
  await withdraw(shy, 'notices');
  await desk.as(null, async (ctx) => {
    const now = ctx.clock.now();
    const id = ctx.ids.uuid();
    const row = { org_id: ctx.orgId, id, canonical_id: id, name: 'Grupo Sem Conversa' };
    await ctx.db
      .insertInto('customers')
      .values({ ...row, created_at: now, seen_at: now })
      .execute();
    await recordConsents(ctx, [{ customerId: id, purpose: 'marketing', state: 'given', source: 'person' }]);
  });
  const segmentId = await segment('Grupo');
  const fresh = await addInbox(desk, 'fresh');
  const audience = await desk.as(owner, async (ctx) =>
    countAudience(ctx, { inboxId: fresh, months: 12, segmentId }, await loadInboxes(ctx, ctx.db)),
  );
  expect(audience).toMatchObject({ total: 3, left: { known: 0, refused: 0, unreachable: 0, silent: 1 } });
  expect(await start(fresh, segmentId)).toMatchObject({ segment: { id: segmentId, name: 'Grupo' } });
  await run();
  expect(await progress(fresh)).toMatchObject({ state: 'done', counts: { sent: 2, skipped: 1 } });
  expect(await toldHow(fresh)).toEqual(
    new Map([
      [ana.customerId, 'sent'],
      [eva.customerId, 'sent'],
      [shy.customerId, 'refused'],
    ]),
  );
});

it('who left the segment or took a consent back meanwhile is not told', async () => {
  const [stays, renamed, consent] = [
    await writer('Turma A'),
    await writer('Turma B'),
    await writer('Turma C'),
  ];
  const segmentId = await segment('Turma');
  const fresh = await addInbox(desk, 'fresh');
  expect(await start(fresh, segmentId)).toMatchObject({ counts: { queued: 3 } });
  // Nobody has looked at the segment since: it is asked when each is told.
  await desk.as(null, (ctx) =>
    ctx.db.updateTable('customers').set({ name: 'Saiu' }).where('id', '=', renamed.customerId).execute(),
  );
  await withdraw(consent, 'marketing');
  await run();
  const how = await toldHow(fresh);
  expect([stays, renamed, consent].map((one) => how.get(one.customerId))).toEqual([
    'sent',
    'left_segment',
    'left_segment',
  ]);
});

it('two records of one person, merged meanwhile, are told once, even at the same moment', async () => {
  for (let round = 0; round < 5; round += 1) {
    const name = `Gêmeas ${round}`;
    const [one, two] = [await writer(name), await writer(name)];
    const segmentId = await segment(name);
    const fresh = await addInbox(desk, 'fresh');
    const { id: announcementId } = await start(fresh, segmentId);
    await desk.as(owner, (ctx) =>
      mergeInto(ctx, { fromId: two.customerId, intoId: one.customerId, reason: 'a mesma' }),
    );
    await Promise.all(
      [one, two].map(({ customerId }) => desk.as(null, (ctx) => tell(ctx, { announcementId, customerId }))),
    );
    expect([...(await toldHow(fresh)).values()].sort()).toEqual(['known', 'sent']);
  }
});

it('a segment that is still worked out is not told; of one that is gone nobody is left', async () => {
  await writer('Nova Gente');
  const body = { name: 'Nova', description: '', conditions: named('Nova') };
  const { id } = await desk.as(owner, (ctx) => createSegment(ctx, { body }));
  const fresh = await addInbox(desk, 'fresh');
  await expect(start(fresh, id)).rejects.toMatchObject({ code: 'refused', field: 'body.segmentId' });
  await expect(start(fresh, owner.id)).rejects.toMatchObject({ code: 'not_found' });
  for (let turn = 0; turn < 3; turn += 1) await runSegments(desk.kernel);
  await start(fresh, id);
  await desk.as(owner, (ctx) => dropSegment(ctx, { params: { id } }));
  await run();
  expect(await progress(fresh)).toMatchObject({ counts: { sent: 0, skipped: 1 } });
});
