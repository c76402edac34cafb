import { randomUUID } from 'node:crypto';
import { type PushPreferences, type PushText, usualPush } from '@meada/contract/push';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startPush } from '../../../../simulators/src/push/index.ts';
import type { PersonActor } from '../../kernel/actor.ts';
import { makeEgress } from '../../kernel/egress.ts';
import type { Cursor } from '../../kernel/events/log.ts';
import { joinRoster, type Roster } from '../../kernel/live/roster.ts';
import {
  addInbox,
  addPerson,
  addTalk,
  type Desk,
  eventsAfter,
  lastPlace,
  openDesk,
} from '../conversations/factories.ts';
import { followConversation, markRead, sendMessage } from '../conversations/index.ts';
import { changePushPreferences } from './change-push-preferences.ts';
import { dropPush } from './drop-push.ts';
import { hearNews } from './hear-news.ts';
import { sendPushes } from './send-pushes.ts';
import { subscribePush } from './subscribe-push.ts';
import { tryPush } from './try-push.ts';
import { vapidPair } from './vapid.ts';

/** People are told on their devices of what is theirs: once, in their words, no more than they want seen. */

let desk: Desk;
let service: Awaited<ReturnType<typeof startPush>>;
let roster: Roster;
let ana: PersonActor;
let bia: PersonActor;
let inboxId = '';
let from: Cursor;

beforeAll(async () => {
  desk = await openDesk();
  service = await startPush({ now: () => desk.clock.now().getTime() });
  desk.kernel.egress = makeEgress([service.host]);
  desk.kernel.config.egressAllow.push(service.host);
  roster = joinRoster(desk.kernel.bus, 'test');
  ana = await signedIn(await addPerson(desk, { name: 'Ana' }));
  bia = await signedIn(await addPerson(desk, { name: 'Bia', visibility: 'assigned' }));
  inboxId = await addInbox(desk, 'chat');
});
afterAll(async () => {
  roster?.stop();
  await service?.stop();
  await desk?.close();
});
beforeEach(async () => {
  await desk.as(null, (ctx) =>
    ctx.db.deleteFrom('push_subscriptions').where('org_id', '=', ctx.orgId).execute(),
  );
  from = await lastPlace(desk);
});

async function signedIn(person: PersonActor, locale = 'pt-BR'): Promise<PersonActor> {
  const now = desk.clock.now();
  await desk.kernel.database.asSystem(async (db) => {
    const about = { person_id: person.id, email: `${person.id}@x.example`, password_hash: 'x', locale };
    await db.insertInto('sign_ins').values(about).execute();
    await db
      .insertInto('memberships')
      .values({ person_id: person.id, org_id: desk.orgId, active: true })
      .execute();
    await db
      .insertInto('sessions')
      .values({
        ...{ id: person.sessionId, token_hash: Buffer.from(randomUUID()), person_id: person.id },
        ...{ org_id: desk.orgId, address: '', agent: '', created_at: now, seen_at: now },
        expires_at: new Date(now.getTime() + 30 * 86_400_000),
      })
      .execute();
  });
  return person;
}

async function device(person: PersonActor) {
  const browser = service.subscribe((await vapidPair(desk.kernel)).publicKey);
  const { endpoint, p256dh, auth } = browser;
  const { id } = await desk.as(person, (ctx) =>
    subscribePush(ctx, { endpoint, p256dh, auth, agent: 'Firefox' }),
  );
  return { id, ...browser };
}
const prefer = (person: PersonActor, some: Partial<PushPreferences>) =>
  desk.as(person, (ctx) => changePushPreferences(ctx, { ...usualPush, ...some }));

/** A customer writes in a conversation of a person's. */
async function written(person: PersonActor, text = 'Meu pedido não chegou') {
  return addTalk(desk, inboxId, { assigneeId: person.id, text });
}
const told = (talk: { id: string; messageId: string }) =>
  desk.as(null, async (ctx) => {
    ctx.emit({
      name: 'message.created',
      facts: {
        ...{ conversationId: talk.id, messageId: talk.messageId, seq: 1, authorKind: 'customer' },
        ...{ visibility: 'private', inboxId, automatic: 'none' },
      },
    });
  });
/** What follows the log, and what sends, until nothing is left to do at this moment. */
async function run(seconds = 2): Promise<void> {
  await hearNews(desk.kernel, await eventsAfter(desk, from));
  desk.clock.advance(seconds * 1000);
  await sendPushes(desk.kernel, roster);
}
const states = () =>
  desk.as(null, async (ctx) => {
    const { rows } = await sql<{
      state: string;
    }>`SELECT state FROM pushes WHERE org_id = ${ctx.orgId} ORDER BY at`.execute(ctx.db);
    return rows.map(({ state }) => state);
  });
const texts = (list: { text: unknown }[]) => list.map(({ text }) => text as PushText);

it('tells the assignee of a message on every device, once however often the log is read, and shows nothing personal', async () => {
  const [phone, laptop, other] = [await device(ana), await device(ana), await device(bia)];
  const talk = await written(ana);
  await run();
  await run();
  await Promise.all([sendPushes(desk.kernel, roster), sendPushes(desk.kernel, roster)]);
  expect([phone.got.length, laptop.got.length, other.got.length]).toEqual([1, 1, 0]);
  expect(texts(phone.got)[0]).toMatchObject({
    title: 'Empório',
    body: 'Um cliente escreveu em uma conversa sua',
    path: `/conversations/${talk.id}`,
    tag: talk.id,
  });
  expect(phone.got[0]).toMatchObject({ urgency: 'normal', topic: expect.stringMatching(/^[\w-]{32}$/) });
  expect(service.refusals).toEqual([]);
});

it('shows as much as the person wants', async () => {
  const phone = await device(ana);
  await prefer(ana, { detail: 'all' });
  await written(ana, 'Cadê meu pedido?');
  await run();
  expect(texts(phone.got)[0]?.title).not.toBe('Empório');
  expect(texts(phone.got)[0]?.body).toBe('Cadê meu pedido?');
  await prefer(ana, usualPush);
});

it('folds what comes in a burst into the last of it', async () => {
  const phone = await device(ana);
  const talk = await written(ana);
  await told(talk);
  await told(talk);
  await run();
  expect(phone.got).toHaveLength(1);
  expect((await states()).sort()).toEqual(['folded', 'folded', 'sent']);
});

it('is silent while the person looks at the desk, in quiet hours, for kinds they do not want, and for what was read', async () => {
  const phone = await device(ana);
  roster.put(`looking ${desk.orgId} ${ana.id}`, true);
  await written(ana);
  await run();
  roster.put(`looking ${desk.orgId} ${ana.id}`, null);
  const minutes = (of: number) =>
    new Date(desk.clock.now().getTime() + of * 60_000).toISOString().slice(11, 16);
  await prefer(ana, { zone: 'UTC', quietFrom: minutes(-5), quietTo: minutes(5) });
  from = await lastPlace(desk);
  await written(ana);
  await run();
  await prefer(ana, { kinds: ['offer'] });
  from = await lastPlace(desk);
  await written(ana);
  await run();
  await prefer(ana, usualPush);
  from = await lastPlace(desk);
  const talk = await written(ana);
  await desk.as(ana, (ctx) =>
    ctx.db
      .insertInto('read_marks')
      .values({ org_id: ctx.orgId, conversation_id: talk.id, reader: `person:${ana.id}`, seq: 99 })
      .onConflict((on) => on.columns(['org_id', 'conversation_id', 'reader']).doUpdateSet({ seq: 99 }))
      .execute(),
  );
  await run();
  expect(phone.got).toEqual([]);
});

it('tries again with growing pauses while the push service is in trouble, and never after the use of it', async () => {
  const phone = await device(ana);
  service.fail({ status: 503 }, { status: 429, retryAfter: 60 });
  await written(ana);
  await run();
  expect(phone.got).toHaveLength(0);
  for (const seconds of [4, 2, 50, 11]) {
    desk.clock.advance(seconds * 1000);
    await sendPushes(desk.kernel, roster);
  }
  expect(phone.got).toHaveLength(1);
  expect(await states()).toEqual(['sent']);
  from = await lastPlace(desk);
  service.fail({ status: 500 });
  await written(ana);
  await run();
  desk.clock.advance(5 * 3_600_000);
  await sendPushes(desk.kernel, roster);
  expect(phone.got).toHaveLength(1);
});

it('what a process was sending when it died is not sent twice', async () => {
  const phone = await device(ana);
  await written(ana);
  await hearNews(desk.kernel, await eventsAfter(desk, from));
  desk.clock.advance(2000);
  await desk.as(null, (ctx) =>
    ctx.db.updateTable('pushes').set({ state: 'sending' }).where('org_id', '=', ctx.orgId).execute(),
  );
  await sendPushes(desk.kernel, roster);
  expect(phone.got).toEqual([]);
});

it('a device that is gone, and one whose session is over, are told nothing more', async () => {
  const [phone, laptop] = [await device(ana), await device(bia)];
  phone.unsubscribe();
  await written(ana);
  await run();
  const left = () =>
    desk.as(null, (ctx) =>
      ctx.db.selectFrom('push_subscriptions').select('id').where('org_id', '=', ctx.orgId).execute(),
    );
  expect((await left()).map(({ id }) => id)).toEqual([laptop.id]);
  from = await lastPlace(desk);
  await desk.as(null, async (ctx) =>
    ctx.emit({ name: 'session.ended', facts: { personId: bia.id, sessionId: bia.sessionId } }),
  );
  await written(bia);
  await run();
  expect(await left()).toEqual([]);
  expect(laptop.got).toEqual([]);
});

it('an ended membership is told nothing, though its session is still there', async () => {
  const phone = await device(bia);
  await desk.kernel.database.asSystem((db) =>
    db.updateTable('memberships').set({ active: false }).where('person_id', '=', bia.id).execute(),
  );
  await written(bia);
  await run();
  expect(phone.got).toEqual([]);
});

it('calls no address inside the house, and takes no keys that are none', async () => {
  const { p256dh, auth } = await device(ana);
  const subscribe = (some: object) =>
    desk.as(ana, (ctx) =>
      subscribePush(ctx, { endpoint: 'https://push.example/1', p256dh, auth, agent: '', ...some }),
    );
  await expect(subscribe({ endpoint: 'http://169.254.169.254/latest' })).rejects.toMatchObject({
    code: 'refused',
  });
  await expect(subscribe({ endpoint: 'https://a:b@push.example/1' })).rejects.toMatchObject({
    code: 'refused',
  });
  await expect(subscribe({ p256dh: 'A'.repeat(87) })).rejects.toMatchObject({ code: 'refused' });
  const { id } = await subscribe({ endpoint: 'https://10.0.0.7/push' });
  await desk.as(ana, (ctx) => tryPush(ctx, { id }));
  await sendPushes(desk.kernel, roster);
  await expect(desk.as(ana, (ctx) => dropPush(ctx, { id }))).rejects.toMatchObject({ code: 'not_found' });
});

it("a device is its person's alone, and at most ten are kept", async () => {
  const { id } = await device(ana);
  await expect(desk.as(bia, (ctx) => dropPush(ctx, { id }))).rejects.toMatchObject({ code: 'not_found' });
  await expect(desk.as(bia, (ctx) => tryPush(ctx, { id }))).rejects.toMatchObject({ code: 'not_found' });
  for (let n = 0; n < 12; n += 1) {
    desk.clock.advance(1000);
    await device(ana);
  }
  const rows = await desk.as(null, (ctx) =>
    ctx.db.selectFrom('push_subscriptions').select('id').where('org_id', '=', ctx.orgId).execute(),
  );
  expect(rows).toHaveLength(10);
});

it('tabs of one browser that ask at the same moment are one device', async () => {
  const { endpoint, p256dh, auth } = service.subscribe((await vapidPair(desk.kernel)).publicKey);
  const tab = () => desk.as(ana, (ctx) => subscribePush(ctx, { endpoint, p256dh, auth, agent: 'Firefox' }));
  const ids = (await Promise.all([tab(), tab(), tab()])).map(({ id }) => id);
  const rows = await desk.as(null, (ctx) =>
    ctx.db.selectFrom('push_subscriptions').select('id').where('org_id', '=', ctx.orgId).execute(),
  );
  expect(rows).toHaveLength(1);
  expect(ids).toContain(rows[0]?.id);
});

it('tells of a snooze that is over and of a message that was held back, the latter also when it is out of sight', async () => {
  const cris = await signedIn(await addPerson(desk, { name: 'Cris', visibility: 'assigned' }));
  const phone = await device(cris);
  const [own, lost] = [await written(cris), await written(ana)];
  await run();
  phone.got.length = 0;
  from = await lastPlace(desk);
  await desk.as(null, async (ctx) => {
    const personId = cris.id;
    ctx.emit({ name: 'conversation.woken', facts: { conversationId: own.id, personId, why: 'date' } });
    const held = { conversationId: lost.id, scheduledId: randomUUID(), personId, state: 'held' };
    ctx.emit({ name: 'scheduled.changed', facts: held });
    ctx.emit({ name: 'scheduled.changed', facts: { ...held, state: 'waiting' } });
  });
  await prefer(cris, { detail: 'all' });
  await run();
  const said = new Map(texts(phone.got).map(({ body, title }) => [body, title]));
  expect([...said.keys()].sort()).toEqual([
    'Uma conversa que você adiou voltou',
    'Uma mensagem não foi enviada ou não chegou',
  ]);
  expect(said.get('Uma mensagem não foi enviada ou não chegou')).toBe('Empório');
  await prefer(cris, usualPush);
});

it('tells of words that did not arrive: whose they are, and who has the conversation', async () => {
  const dora = await signedIn(await addPerson(desk, { name: 'Dora' }));
  const phone = await device(dora);
  const talk = await written(dora);
  await run();
  for (const personId of [dora.id, null, ana.id]) {
    phone.got.length = 0;
    from = await lastPlace(desk);
    const facts = { conversationId: talk.id, messageId: talk.messageId, personId, state: 'failed' as const };
    await desk.as(null, async (ctx) => ctx.emit({ name: 'message.undelivered', facts }));
    await run();
    expect(texts(phone.got).map(({ body }) => body)).toEqual(['Uma mensagem não foi enviada ou não chegou']);
  }
});

it('of own words it is told what is known when it is told, also to who has read them; of those that arrived, nothing', async () => {
  const lia = await signedIn(await addPerson(desk, { name: 'Lia' }));
  const phone = await device(lia);
  await prefer(lia, { detail: 'all' });
  const talk = await written(lia);
  await run();
  const { id: messageId } = await desk.as(lia, (ctx) =>
    sendMessage(ctx, {
      ...{
        conversationId: talk.id,
        legId: talk.legId,
        clientId: randomUUID(),
        internal: false,
        attachmentIds: [],
      },
      content: { v: 1, kind: 'text', text: 'Chega hoje' },
    }),
  );
  await desk.as(lia, (ctx) => markRead(ctx, { conversationId: talk.id, seq: 2, unread: false }));
  const facts = { conversationId: talk.id, messageId, personId: lia.id, state: 'unknown' as const };
  const saidOf = async (state: string) => {
    phone.got.length = 0;
    await run();
    from = await lastPlace(desk);
    await desk.as(null, async (ctx) => {
      await ctx.db.updateTable('dispatches').set({ state }).where('message_id', '=', messageId).execute();
      ctx.emit({ name: 'message.undelivered', facts });
    });
    await run();
    return texts(phone.got).map(({ body }) => body);
  };
  expect(await saidOf('unknown')).toEqual([
    'Não se sabe se uma mensagem chegou: confira antes de enviar de novo. “Chega hoje”',
  ]);
  expect(await saidOf('failed')).toEqual(['Uma mensagem não foi enviada ou não chegou. “Chega hoje”']);
  for (const state of ['delivered', 'queued']) expect(await saidOf(state)).toEqual([]);
});

it('who lost sight of it between the note that names them and the telling is told nothing; who follows is', async () => {
  const eva = await signedIn(await addPerson(desk, { name: 'Eva', visibility: 'assigned' }));
  const phone = await device(eva);
  await prefer(eva, { detail: 'all' });
  const talk = await written(ana, 'Qual é o valor?');
  const named = () =>
    desk.as(ana, (ctx) =>
      sendMessage(ctx, {
        ...{ conversationId: talk.id, clientId: randomUUID(), internal: true, attachmentIds: [] },
        content: { v: 1, kind: 'text', text: '@Eva segredo' },
        mentions: [{ personId: eva.id, teamId: null, start: 0, length: 4 }],
        letIn: [eva.id],
      }),
    );
  await run();
  from = await lastPlace(desk);
  await named();
  await run();
  expect(texts(phone.got)).toMatchObject([{ body: '@Eva segredo', path: `/conversations/${talk.id}` }]);
  phone.got.length = 0;
  from = await lastPlace(desk);
  await named();
  await hearNews(desk.kernel, await eventsAfter(desk, from));
  await desk.as(eva, (ctx) => followConversation(ctx, { conversationId: talk.id, follow: false }));
  desk.clock.advance(2000);
  await sendPushes(desk.kernel, roster);
  expect(phone.got).toEqual([]);
  await prefer(eva, usualPush);
});

it('who is asked to take work is told of it while they are asked, and no longer', async () => {
  const gil = await signedIn(await addPerson(desk, { name: 'Gil', visibility: 'assigned' }));
  const phone = await device(gil);
  const talk = await written(ana);
  const [itemId, queueId] = [randomUUID(), randomUUID()];
  await desk.as(null, async (ctx) => {
    const now = ctx.clock.now();
    await sql`INSERT INTO queues (org_id, id, name, position, settings) VALUES (${ctx.orgId}, ${queueId}, 'Balcão', 1, '{}')`.execute(
      ctx.db,
    );
    await sql`INSERT INTO agents (org_id, person_id) VALUES (${ctx.orgId}, ${gil.id})`.execute(ctx.db);
    await sql`INSERT INTO work_items (org_id, id, kind, class, channel, queue_id, conversation_id, arrived_at, waiting_since,
        created_at, state, agent_id, until)
      VALUES (${ctx.orgId}, ${itemId}, 'conversation', 'real_time', 'chat', ${queueId}, ${talk.id}, ${now}, ${now}, ${now},
        'offered', ${gil.id}, ${now})`.execute(ctx.db);
  });
  const offered = async () => {
    from = await lastPlace(desk);
    const facts = { conversationId: talk.id, itemId, queueId, agentId: gil.id, formerId: null, by: null };
    await desk.as(null, async (ctx) =>
      ctx.emit({ name: 'work.changed', facts: { ...facts, state: 'offered', why: 'offered' } }),
    );
    await run();
    return texts(phone.got.splice(0)).map(({ body }) => body);
  };
  expect(await offered()).toEqual(['Há um atendimento para você aceitar']);
  await desk.as(null, (ctx) =>
    ctx.db
      .updateTable('work_items')
      .set({ state: 'waiting', agent_id: null })
      .where('id', '=', itemId)
      .execute(),
  );
  expect(await offered()).toEqual([]);
});
