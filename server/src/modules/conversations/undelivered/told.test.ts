import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { type ChannelPlugin, receive } from '../../inboxes/index.ts';
import { assignConversation } from '../assign-conversation.ts';
import { changeStatus } from '../change-status.ts';
import { confirmDispatch } from '../confirm-dispatch.ts';
import { makePace } from '../dispatch/pace.ts';
import { dispatchInbox } from '../dispatch/worker.ts';
import { addInbox, addPerson, addTalk, type Desk, eventsOf, openDesk, type Talk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { ingestOrganisation } from '../ingest/worker.ts';
import { retryDispatch } from '../retry-dispatch.ts';
import { sendMessage } from '../send-message.ts';
import { listUndelivered } from './list-undelivered.ts';

/** Whose words did not arrive hears of it, wherever they are by then. */
type Answer = Awaited<ReturnType<ChannelPlugin['send']>>;
const fails: Answer = { state: 'failed', code: 'blocked_by_customer', text: 'Blocked.' };
let answer: Answer | null = fails;
const plugin: ChannelPlugin = {
  ...paperChannel('chat'),
  send: async ({ dispatchId }) => answer ?? { state: 'sent', externalId: dispatchId },
};

let desk: Desk;
let ana: PersonActor;
let rui: PersonActor;
let inboxId: string;
beforeAll(async () => {
  desk = await openDesk([plugin]);
  [ana, rui] = [await addPerson(desk), await addPerson(desk, { name: 'Rui' })];
  inboxId = await addInbox(desk, 'chat');
});
afterAll(() => desk.close());

const work = () => dispatchInbox(desk.kernel, { orgId: desk.orgId, inboxId }, makePace(desk.clock));
/** `by`: what the platform answers, null: it takes it. */
async function says(
  person: PersonActor,
  talk: Talk,
  { text, by }: { text: string; by: Answer | null },
): Promise<string> {
  answer = by;
  const content = { v: 1 as const, kind: 'text' as const, text };
  const rest = { internal: false, attachmentIds: [], legId: talk.legId, clientId: randomUUID() };
  const { id } = await desk.as(person, (ctx) =>
    sendMessage(ctx, { conversationId: talk.id, content, ...rest }),
  );
  await work();
  desk.clock.advance(1000);
  return id;
}
const lostOf = async (person: PersonActor) =>
  (await desk.as(person, listUndelivered)).items.map(({ preview, code }) => `${preview}: ${code}`);
const told = async (act: () => Promise<unknown>) => {
  const events = await eventsOf(desk, act);
  return events
    .filter(({ name }) => name === 'message.undelivered')
    .map(({ facts, conversationId }) => ({ conversationId, personId: facts.personId }));
};
/** What the platform says later of a message of ours. */
async function platformSays(messageId: string, news: Record<string, unknown>): Promise<void> {
  const dispatch = await desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('dispatches')
      .select('id')
      .where('message_id', '=', messageId)
      .executeTakeFirstOrThrow(),
  );
  const at = desk.clock.now().toISOString();
  const item = { kind: 'status', externalId: dispatch.id, dispatchId: dispatch.id, at, ...news };
  const body = new TextEncoder().encode(JSON.stringify([item]));
  const arrival = { externalId: randomUUID(), body, headers: {}, facts: {} };
  await receive(desk.kernel, { orgId: desk.orgId, inboxId }, [arrival]);
  await ingestOrganisation(desk.kernel, desk.orgId);
}

it('a refusal is told to the author until something newer goes out or it is sent again', async () => {
  const talk = await addTalk(desk, inboxId);
  expect(await told(() => says(ana, talk, { text: 'Chega amanhã', by: fails }))).toEqual([
    { conversationId: talk.id, personId: ana.id },
  ]);
  expect(await lostOf(ana)).toEqual(['Chega amanhã: blocked_by_customer']);
  expect(await lostOf(rui)).toEqual([]);
  expect(await told(() => says(rui, talk, { text: 'Recebeu?', by: null }))).toEqual([]);
  expect(await lostOf(ana)).toEqual([]);
  const again = await says(ana, talk, { text: 'Último aviso', by: fails });
  expect(await lostOf(ana)).toHaveLength(1);
  await desk.as(ana, (ctx) => retryDispatch(ctx, { messageId: again }));
  expect(await lostOf(ana)).toEqual([]);
});

it('what fails after the matter was resolved is told; resolved once it is known, it is done with', async () => {
  const talk = await addTalk(desk, inboxId);
  const messageId = await says(ana, talk, { text: 'Obrigada!', by: null });
  const set = (status: 'open' | 'resolved') =>
    desk.as(ana, (ctx) => changeStatus(ctx, { conversationId: talk.id, status }));
  await set('resolved');
  desk.clock.advance(60_000);
  const error = { code: 'mailbox_full', text: 'Full.' };
  const events = await told(() => platformSays(messageId, { state: 'failed', error }));
  expect(events).toEqual([{ conversationId: talk.id, personId: ana.id }]);
  expect(await lostOf(ana)).toEqual(['Obrigada!: mailbox_full']);
  desk.clock.advance(60_000);
  await set('open');
  await set('resolved');
  expect(await lostOf(ana)).toEqual([]);
});

it('it is told to whoever has the conversation now, too, whether its author is off duty or gone', async () => {
  const eva = await addPerson(desk, { name: 'Eva' });
  const talk = await addTalk(desk, inboxId, { assigneeId: rui.id });
  await says(eva, talk, { text: 'Volto já', by: fails });
  expect(await lostOf(eva)).toHaveLength(1);
  expect(await lostOf(rui)).toHaveLength(1);
  await desk.as(null, (ctx) =>
    ctx.db.updateTable('members').set({ active: false }).where('id', '=', eva.id).execute(),
  );
  expect(await lostOf(rui)).toEqual(['Volto já: blocked_by_customer']);
  expect(await lostOf(ana)).toEqual([]);
});

it('of who is gone and had it alone nothing is lost: it stands for whoever takes it on, until that is settled', async () => {
  const gil = await addPerson(desk, { name: 'Gil' });
  const talk = await addTalk(desk, inboxId, { assigneeId: gil.id });
  await says(gil, talk, { text: 'Até segunda', by: fails });
  await desk.as(null, async (ctx) => {
    await ctx.db.updateTable('members').set({ active: false }).where('id', '=', gil.id).execute();
    await ctx.db.updateTable('conversations').set({ assignee_id: null }).where('id', '=', talk.id).execute();
  });
  const before = [await lostOf(ana), await lostOf(rui)];
  expect(before.flat()).not.toContain('Até segunda: blocked_by_customer');
  desk.clock.advance(3 * 86_400_000);
  await desk.as(ana, (ctx) => assignConversation(ctx, { conversationId: talk.id, assigneeId: ana.id }));
  expect(await lostOf(ana)).toContain('Até segunda: blocked_by_customer');
  // A second failure settles nothing: the customer still has neither.
  await says(ana, talk, { text: 'Recebeu?', by: fails });
  expect(await lostOf(ana)).toEqual(
    expect.arrayContaining(['Recebeu?: blocked_by_customer', 'Até segunda: blocked_by_customer']),
  );
  await says(ana, talk, { text: 'Agora foi', by: null });
  const now = await lostOf(ana);
  for (const text of ['Recebeu?', 'Até segunda']) expect(now).not.toContain(`${text}: blocked_by_customer`);
});

const lost: Answer = { state: 'unknown', code: 'no_answer', text: 'No answer.' };
const statesOf = async (person: PersonActor) =>
  (await desk.as(person, listUndelivered)).items.map(({ preview, state }) => `${preview}: ${state}`);

it('of what nobody knows whether it arrived is told once; that it did takes it back, that it did not sets it right', async () => {
  const [eva, teo] = [await addPerson(desk, { name: 'Eva' }), await addPerson(desk, { name: 'Teo' })];
  const talk = await addTalk(desk, inboxId, { assigneeId: teo.id });
  const ids: string[] = [];
  const events = await told(async () => {
    for (const text of ['Chega hoje', 'Ou amanhã']) ids.push(await says(eva, talk, { text, by: lost }));
  });
  expect(events).toEqual([
    { conversationId: talk.id, personId: eva.id },
    { conversationId: talk.id, personId: eva.id },
  ]);
  for (const person of [eva, teo])
    expect(await statesOf(person)).toEqual(['Ou amanhã: unknown', 'Chega hoje: unknown']);
  const later = await told(async () => {
    await platformSays(ids[0] ?? '', { state: 'delivered' });
    await platformSays(ids[1] ?? '', { state: 'failed', error: { code: 'blocked_by_customer', text: '' } });
  });
  expect(later).toEqual([]);
  for (const person of [eva, teo]) expect(await statesOf(person)).toEqual(['Ou amanhã: failed']);
});

it('what nobody knows is sent again by hand alone, and told anew when it ends so again', async () => {
  const talk = await addTalk(desk, inboxId);
  const messageId = await says(ana, talk, { text: 'Segue o boleto', by: lost });
  desk.clock.advance(3_600_000);
  expect(await told(work)).toEqual([]);
  expect(await statesOf(ana)).toContain('Segue o boleto: unknown');
  expect(
    await told(async () => {
      await desk.as(ana, (ctx) => retryDispatch(ctx, { messageId }));
      expect(await statesOf(ana)).not.toContain('Segue o boleto: unknown');
      await work();
    }),
  ).toEqual([{ conversationId: talk.id, personId: ana.id }]);
});

it('who has seen that it arrived says so once: it is owed to nobody, and cannot be said of what is known', async () => {
  const talk = await addTalk(desk, inboxId);
  const messageId = await says(ana, talk, { text: 'Era o certo', by: lost });
  const confirm = (person: PersonActor) => desk.as(person, (ctx) => confirmDispatch(ctx, { messageId }));
  const stranger = await addPerson(desk, { name: 'Leo', visibility: 'assigned' });
  await expect(confirm(stranger)).rejects.toMatchObject({ code: 'not_found' });
  const events = await eventsOf(desk, async () => {
    expect((await confirm(ana)).dispatch).toMatchObject({ state: 'sent', error: null });
  });
  expect(events.map(({ name }) => name)).toEqual(['message.changed']);
  expect(await statesOf(ana)).not.toContain('Era o certo: unknown');
  await expect(confirm(ana)).rejects.toMatchObject({ code: 'conflict' });
  // The platform knows better.
  await platformSays(messageId, { state: 'failed', error: { code: 'mailbox_full', text: '' } });
  expect(await lostOf(ana)).toContain('Era o certo: mailbox_full');
});

it('an attempt that was cut off is told of like one without an answer', async () => {
  const talk = await addTalk(desk, inboxId);
  const messageId = await says(ana, talk, { text: 'Cortada', by: null });
  await desk.as(null, (ctx) =>
    ctx.db
      .updateTable('dispatches')
      .set({ state: 'sending', external_id: null, next_at: new Date(desk.clock.now().getTime() - 1000) })
      .where('message_id', '=', messageId)
      .execute(),
  );
  expect(await told(work)).toEqual([{ conversationId: talk.id, personId: ana.id }]);
  expect(await statesOf(ana)).toContain('Cortada: unknown');
});
