import { randomUUID } from 'node:crypto';
import type { OutboundMessage } from '@meada/contract/channels';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { readConsents, recordConsent } from '../../customers/consents/testing.ts';
import { recordConsents } from '../../customers/index.ts';
import type { ChannelPlugin } from '../../inboxes/index.ts';
import { makePace } from '../dispatch/pace.ts';
import { dispatchInbox } from '../dispatch/worker.ts';
import { addInbox, addPerson, addTalk, type Desk, openDesk, type Talk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { sendMessage } from '../send-message.ts';
import { refuse } from './refuse.ts';
import { startAnnouncement } from './start-announcement.ts';
import { tell } from './tell.ts';

/** What is no answer is sent to nobody who took their consent back, whatever happens at the same time. */

const sent: { to: string; at: number }[] = [];
const way: ChannelPlugin = {
  ...paperChannel('way'),
  send: async (message: OutboundMessage) => {
    sent.push({ to: message.to.value, at: performance.now() });
    return { state: 'sent', externalId: message.dispatchId };
  },
};
let desk: Desk;
let owner: PersonActor;
let fresh = '';
let wayId = '';
const words = 'Agora também aqui';
const texts = { 'pt-BR': words, en: words, es: words };

beforeAll(async () => {
  desk = await openDesk([paperChannel('fresh'), way]);
  owner = await addPerson(desk, { role: 'owner' });
  wayId = await addInbox(desk, 'way');
});
afterAll(() => desk?.close());

/** Somebody who is to be told of a new inbox. */
async function waiting(): Promise<{ talk: Talk; announcementId: string }> {
  const talk = await addTalk(desk, wayId);
  fresh = await addInbox(desk, 'fresh');
  const body = { texts, templates: [], months: 1, perMinute: 60, wayInboxIds: [wayId] };
  const { id } = await desk.as(owner, (ctx) => startAnnouncement(ctx, { params: { id: fresh }, body }));
  return { talk, announcementId: id };
}
const tellOne = ({ talk, announcementId }: Awaited<ReturnType<typeof waiting>>) =>
  desk.as(null, (ctx) => tell(ctx, { announcementId, customerId: talk.customerId }));
const withdraw = (customerId: string) =>
  desk.as(owner, (ctx) =>
    recordConsents(ctx, [{ customerId, purpose: 'notices', state: 'withdrawn', source: 'person' }]),
  );
const dispatch = () =>
  dispatchInbox(desk.kernel, { orgId: desk.orgId, inboxId: wayId }, makePace(desk.clock));
const stateOf = (talk: Talk) =>
  desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('announcement_recipients')
      .select(['state', 'reason'])
      .where('customer_id', '=', talk.customerId)
      .executeTakeFirstOrThrow(),
  );

it('who asks while a withdrawal is being written waits for it, and does not send', async () => {
  const one = await waiting();
  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  let written = () => {};
  const isWritten = new Promise<void>((done) => {
    written = done;
  });
  const withdrawing = desk.as(owner, async (ctx) => {
    await recordConsents(ctx, [
      { customerId: one.talk.customerId, purpose: 'notices', state: 'withdrawn', source: 'person' },
    ]);
    written();
    await held;
  });
  await isWritten;
  const telling = tellOne(one);
  release();
  await Promise.all([withdrawing, telling]);
  expect(await stateOf(one.talk)).toEqual({ state: 'skipped', reason: 'refused' });
});

it('what was written before a withdrawal and has not left yet does not leave', async () => {
  const one = await waiting();
  await tellOne(one);
  expect(await stateOf(one.talk)).toMatchObject({ state: 'sent' });
  await withdraw(one.talk.customerId);
  sent.length = 0;
  while ((await dispatch()) > 0);
  expect(sent).toEqual([]);
  const failed = await desk.as(null, (ctx) =>
    ctx.db.selectFrom('dispatches').select('error_code').where('state', '=', 'failed').execute(),
  );
  expect(failed).toEqual([{ error_code: 'consent_withdrawn' }]);
});

it('a race of telling, sending and withdrawing: nothing leaves after the withdrawal is answered', async () => {
  for (let round = 0; round < 12; round += 1) {
    const one = await waiting();
    sent.length = 0;
    let withdrawnAt = Number.POSITIVE_INFINITY;
    const withdrawing = withdraw(one.talk.customerId).then(() => {
      withdrawnAt = performance.now();
    });
    const telling = tellOne(one).then(dispatch);
    await Promise.all([withdrawing, telling, dispatch()]);
    while ((await dispatch()) > 0);
    expect(sent.filter(({ at }) => at > withdrawnAt)).toEqual([]);
  }
});

it('answers need no consent; a refusal by link and a proof by a person stand in the ledger', async () => {
  const talk = await addTalk(desk, wayId);
  await withdraw(talk.customerId);
  sent.length = 0;
  await desk.as(owner, (ctx) =>
    sendMessage(ctx, {
      ...{ conversationId: talk.id, clientId: randomUUID(), internal: false, attachmentIds: [] },
      content: { v: 1, kind: 'text', text: 'Já respondo' },
    }),
  );
  await dispatch();
  expect(sent).toHaveLength(1);
  await desk.as(null, (ctx) => refuse(ctx, talk.customerId, 'link'));
  const params = { id: talk.customerId };
  const body = {
    purpose: 'research',
    state: 'given',
    channel: null,
    identityId: null,
    shown: 'Podemos perguntar?',
    messageId: talk.messageId,
    formId: null,
    note: null,
  } as const;
  const { standing, entries } = await desk.as(owner, (ctx) => recordConsent(ctx, { params, body }));
  expect(Object.fromEntries(standing.map((one) => [one.purpose.name, one.because]))).toEqual({
    ...{ service: 'basis', surveys: 'basis', notices: 'withdrawn' },
    ...{ marketing: 'withdrawn', research: 'given' },
  });
  expect(entries[0]).toMatchObject({
    source: 'person',
    messageId: talk.messageId,
    shown: 'Podemos perguntar?',
  });
  const unproven = { ...body, messageId: null };
  await expect(desk.as(owner, (ctx) => recordConsent(ctx, { params, body: unproven }))).rejects.toMatchObject(
    {
      code: 'refused',
    },
  );
  const law = { ...body, purpose: 'service', state: 'withdrawn' } as const;
  await expect(desk.as(owner, (ctx) => recordConsent(ctx, { params, body: law }))).rejects.toMatchObject({
    code: 'refused',
  });
  expect((await desk.as(owner, (ctx) => readConsents(ctx, { params }))).entries).toHaveLength(4);
});

it('a message of somebody else proves nothing', async () => {
  const [talk, stranger] = [await addTalk(desk, wayId), await addTalk(desk, wayId)];
  const body = {
    ...{
      purpose: 'research',
      state: 'given' as const,
      channel: null,
      identityId: null,
      shown: null,
      formId: null,
    },
    ...{ note: null, messageId: stranger.messageId },
  } as const;
  const params = { id: talk.customerId };
  await expect(desk.as(owner, (ctx) => recordConsent(ctx, { params, body }))).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('the ledger is only added to', async () => {
  // Erasing empties what is personal, and nothing else.
  const change = desk.as(null, (ctx) => ctx.client.query(`UPDATE consents SET state = 'given'`));
  await expect(change).rejects.toMatchObject({ code: '42501' });
  await expect(desk.as(null, (ctx) => ctx.client.query('DELETE FROM consents'))).rejects.toMatchObject({
    code: '42501',
  });
});
