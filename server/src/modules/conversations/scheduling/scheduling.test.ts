import { randomUUID } from 'node:crypto';
import type { HeldReason } from '@meada/contract/scheduled';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { receive } from '../../inboxes/index.ts';
import {
  addCustomer,
  addInbox,
  addPerson,
  addTalk,
  type Desk,
  eventsAfter,
  lastPlace,
  openDesk,
} from '../factories.ts';
import { storeUpload } from '../files/store-upload.ts';
import { sweepUploads } from '../files/sweep-uploads.ts';
import { ingestOrganisation } from '../ingest/worker.ts';
import { mergeConversations } from '../regrouping/merge-conversations.ts';
import { moveMessages } from '../regrouping/move-messages.ts';
import { undoRegrouping } from '../regrouping/undo-regrouping.ts';
import { readOne } from '../views/conversation.ts';
import { readCounts, readList } from '../views/list.ts';
import { readMessages } from '../views/messages.ts';
import { changeScheduled } from './change-scheduled.ts';
import { deliver } from './deliver.ts';
import { dropScheduled } from './drop-scheduled.ts';
import { hearScheduled } from './hear-scheduled.ts';
import { scheduleMessage } from './schedule-message.ts';
import { sendScheduled } from './send-scheduled.ts';
import { sendScheduledNow } from './send-scheduled-now.ts';
import { lockScheduled } from './store.ts';
import { takeBack } from './take-back.ts';
import { listScheduled } from './views.ts';

let desk: Desk;
let ana: PersonActor;
let chat: string;
let windowed: string;
const hourMs = 3_600_000;

beforeAll(async () => {
  desk = await openDesk();
  ana = await addPerson(desk);
  chat = await addInbox(desk, 'chat');
  windowed = await addInbox(desk, 'windowed');
});
afterAll(() => desk.close());
beforeEach(() => desk.clock.set('2026-03-02T12:00:00Z'));

const body = (text: string, more: object = {}) => ({
  clientId: randomUUID(),
  content: { v: 1 as const, kind: 'text' as const, text },
  internal: false,
  attachmentIds: [] as string[],
  ...more,
});
type Later = {
  text?: string;
  seconds?: number;
  inMs?: number;
  unlessAnswered?: boolean;
  more?: object;
  actor?: PersonActor;
};
const inputOf = (conversationId: string, given: Later = {}) => {
  const { text = 'Até já', seconds, inMs = hourMs, unlessAnswered = true, more = {} } = given;
  const at = new Date(desk.clock.now().getTime() + inMs).toISOString();
  return {
    conversationId,
    clientId: randomUUID(),
    messages: [body(text, more)],
    draftHtml: null,
    when: seconds === undefined ? { at } : { seconds },
    unlessAnswered,
  };
};
const schedule = async (conversationId: string, given: Later = {}) => {
  const input = inputOf(conversationId, given);
  await desk.as(given.actor ?? ana, (ctx) => scheduleMessage(ctx, input));
  return input;
};
const words = async (id: string) =>
  (await desk.as(null, (ctx) => readMessages(ctx, id, { limit: 200 }))).items.flatMap(
    ({ content, author }) =>
      content.kind === 'text'
        ? [`${author.kind === 'person' ? author.name : author.kind}: ${content.text}`]
        : [],
  );
const waiting = async (id: string, actor: PersonActor = ana) =>
  (await desk.as(actor, (ctx) => readOne(ctx, id))).scheduled.map(({ content, state, reason }) => [
    content.kind === 'text' ? content.text : content.kind,
    state,
    reason,
  ]);
/** The customer writes on the conversation's address. */
async function customerSays(talk: { inboxId: string; identityId: string }, text: string) {
  const { value } = await desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('identities')
      .select('value')
      .where('id', '=', talk.identityId)
      .executeTakeFirstOrThrow(),
  );
  const id = randomUUID();
  const item = {
    ...{ kind: 'message', externalId: id, at: desk.clock.now().toISOString(), proof: 'platform' },
    ...{ from: { kind: 'line', value }, content: { v: 1, kind: 'text', text } },
  };
  const bytes = Buffer.from(JSON.stringify([item]));
  const place = { orgId: desk.orgId, inboxId: talk.inboxId };
  await receive(desk.kernel, place, [{ externalId: id, body: bytes, headers: {}, facts: {} }]);
  await ingestOrganisation(desk.kernel, desk.orgId);
}

describe('sending with a way back', () => {
  test('goes out after its seconds, as its author, once under two workers; nothing of it before', async () => {
    const talk = await addTalk(desk, chat);
    await schedule(talk.id, { text: 'Segue o boleto', seconds: 5 });
    expect(await sendScheduled(desk.kernel)).toEqual(new Date('2026-03-02T12:00:05Z'));
    expect(await words(talk.id)).toEqual(['customer: Bom dia']);
    expect(await waiting(talk.id)).toEqual([['Segue o boleto', 'waiting', null]]);
    desk.clock.advance(5000);
    const next = await Promise.all(Array.from({ length: 6 }, () => sendScheduled(desk.kernel)));
    expect(next.at(-1)).toBeNull();
    expect(await words(talk.id)).toEqual(['customer: Bom dia', 'Ana: Segue o boleto']);
    expect(await waiting(talk.id)).toEqual([]);
    const dispatches = await desk.as(null, (ctx) =>
      ctx.db.selectFrom('dispatches').select('id').where('conversation_id', '=', talk.id).execute(),
    );
    expect(dispatches).toHaveLength(1);
  });

  test('is taken back with its words and files, which are not swept meanwhile', async () => {
    const talk = await addTalk(desk, chat);
    desk.clock.set(new Date(Date.now()).toISOString());
    const received = await desk.kernel.files.receive([Buffer.from('nota')]);
    const file = await storeUpload(desk.kernel, ana, { received, name: 'nota.txt', voice: false });
    const { clientId: id } = await schedule(talk.id, {
      text: 'A nota',
      inMs: 48 * hourMs,
      more: { attachmentIds: [file.id] },
    });
    desk.clock.advance(47 * hourMs);
    expect((await sweepUploads(desk.kernel)).uploads).toBe(0);
    const back = await desk.as(ana, (ctx) => takeBack(ctx, { scheduledId: id }));
    expect(back).toMatchObject({
      purpose: 'later',
      messages: [{ content: { text: 'A nota' }, attachmentIds: [file.id] }],
      attachments: [{ id: file.id, name: 'nota.txt' }],
    });
    // Back in the composer it has another day.
    desk.clock.advance(23 * hourMs);
    expect((await sweepUploads(desk.kernel)).uploads).toBe(0);
    expect(await sendScheduled(desk.kernel)).toBeNull();
    expect(await words(talk.id)).toEqual(['customer: Bom dia']);
    await expect(desk.as(ana, (ctx) => takeBack(ctx, { scheduledId: id }))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('a process that dies while it sends has sent nothing: the next one sends it, once', async () => {
    const talk = await addTalk(desk, chat);
    const { clientId: id } = await schedule(talk.id, { text: 'Uma vez', seconds: 5 });
    desk.clock.advance(5000);
    const dying = desk.as(ana, async (ctx) => {
      const row = await lockScheduled(ctx, id);
      if (row) await deliver(ctx, row);
      await ctx.db.executeQuery(sql`SELECT pg_terminate_backend(pg_backend_pid())`.compile(ctx.db));
    });
    await expect(dying).rejects.toThrow();
    expect(await words(talk.id)).toEqual(['customer: Bom dia']);
    await sendScheduled(desk.kernel);
    expect(await words(talk.id)).toEqual(['customer: Bom dia', 'Ana: Uma vez']);
  });

  test('the same number is kept once, and answers null when it has gone out', async () => {
    const talk = await addTalk(desk, chat);
    const input = inputOf(talk.id, { seconds: 5 });
    const again = () => desk.as(ana, (ctx) => scheduleMessage(ctx, input));
    await Promise.all([again(), again(), again()]);
    expect(await waiting(talk.id)).toHaveLength(1);
    desk.clock.advance(6000);
    await sendScheduled(desk.kernel);
    expect(await again()).toEqual({ scheduled: null });
    expect(await words(talk.id)).toHaveLength(2);
    const caio = await addPerson(desk, { name: 'Caio' });
    const mine = await schedule(talk.id);
    await expect(
      desk.as(caio, (ctx) => scheduleMessage(ctx, { ...inputOf(talk.id), clientId: mine.clientId })),
    ).rejects.toMatchObject({ code: 'conflict', field: 'body.clientId' });
  });
});

test('fifty that wait in one conversation are enough, and a year ahead is far enough', async () => {
  const talk = await addTalk(desk, chat);
  for (let n = 0; n < 50; n += 1) await schedule(talk.id);
  await expect(schedule(talk.id)).rejects.toMatchObject({ code: 'conflict' });
  const other = await addTalk(desk, chat);
  await expect(schedule(other.id, { inMs: 400 * 24 * hourMs })).rejects.toMatchObject({
    code: 'refused',
    field: 'body.when.at',
  });
});

describe('what cannot go out is held and told', () => {
  const held = async (talk: { id: string }, reason: HeldReason, actor = ana) => {
    await sendScheduled(desk.kernel);
    expect(await waiting(talk.id, actor)).toEqual([['Até já', 'held', reason]]);
    expect(await words(talk.id)).not.toContain('Ana: Até já');
  };

  test('the customer wrote before: at once by the log, at the latest when it is due', async () => {
    const talk = await addTalk(desk, chat);
    const other = await addTalk(desk, chat);
    await schedule(talk.id);
    await schedule(other.id, { unlessAnswered: false, text: 'Assim mesmo' });
    const before = await lastPlace(desk);
    await customerSays(talk, 'Já resolvi');
    await customerSays(other, 'Oi?');
    await hearScheduled(desk.kernel, await eventsAfter(desk, before));
    expect(await waiting(talk.id)).toEqual([['Até já', 'held', 'answered']]);
    desk.clock.advance(2 * hourMs);
    await sendScheduled(desk.kernel);
    expect(await words(other.id)).toContain('Ana: Assim mesmo');
    const late = await addTalk(desk, chat);
    await schedule(late.id);
    await customerSays(late, 'Esquece');
    desk.clock.advance(2 * hourMs);
    await held(late, 'answered');
  });

  test('the window has closed meanwhile, or would have: refused at once', async () => {
    const talk = await addTalk(desk, windowed);
    await expect(schedule(talk.id, { inMs: 30 * hourMs })).rejects.toMatchObject({ code: 'window_closed' });
    await schedule(talk.id, { inMs: 20 * hourMs });
    desk.clock.advance(30 * hourMs);
    await held(talk, 'window_closed');
  });

  test('its author may not any more, left, or the customer was blocked or the inbox switched off', async () => {
    const rui = await addPerson(desk, { name: 'Rui', visibility: 'assigned' });
    const mine = await addTalk(desk, chat, { assigneeId: rui.id });
    await schedule(mine.id, { actor: rui });
    const left = await addTalk(desk, chat);
    const eva = await addPerson(desk, { name: 'Eva' });
    await schedule(left.id, { actor: eva });
    const blocked = await addTalk(desk, chat);
    await schedule(blocked.id);
    const shut = await addInbox(desk, 'chat');
    const off = await addTalk(desk, shut);
    await schedule(off.id);
    await desk.as(null, async (ctx) => {
      await ctx.db
        .updateTable('conversations')
        .set({ assignee_id: ana.id })
        .where('id', '=', mine.id)
        .execute();
      await ctx.db.updateTable('members').set({ active: false }).where('id', '=', eva.id).execute();
      const at = { blocked_at: ctx.clock.now(), blocked_reason: 'spam' };
      await ctx.db.updateTable('customers').set(at).where('id', '=', blocked.customerId).execute();
      await ctx.db.updateTable('inboxes').set({ active: false }).where('id', '=', shut).execute();
    });
    const before = await lastPlace(desk);
    await desk.as(null, async (ctx) =>
      ctx.emit({ name: 'person.access_changed', facts: { personId: eva.id } }),
    );
    await hearScheduled(desk.kernel, await eventsAfter(desk, before));
    expect(await waiting(left.id)).toEqual([['Até já', 'held', 'deactivated']]);
    desk.clock.advance(2 * hourMs);
    await held(mine, 'not_found');
    await held(blocked, 'blocked');
    await held(off, 'channel_cannot');
    // They see their own words still, and take them elsewhere.
    const { items } = await desk.as(rui, listScheduled);
    expect(items).toMatchObject([{ state: 'held', reason: 'not_found', customer: { name: 'Bia' } }]);
    expect(await desk.as(rui, (ctx) => takeBack(ctx, { scheduledId: items[0]?.id ?? '' }))).toMatchObject({
      conversationId: mine.id,
    });
  });

  test('a file that was sent elsewhere meanwhile holds it back, and what went before it in the same go', async () => {
    const talk = await addTalk(desk, chat);
    const received = await desk.kernel.files.receive([Buffer.from('x')]);
    const file = await storeUpload(desk.kernel, ana, { received, name: 'x.txt', voice: false });
    const input = inputOf(talk.id);
    input.messages.push(body('Segundo', { attachmentIds: [file.id] }));
    await desk.as(ana, (ctx) => scheduleMessage(ctx, input));
    await desk.as(null, (ctx) =>
      ctx.db
        .updateTable('attachments')
        .set({ message_id: talk.messageId })
        .where('id', '=', file.id)
        .execute(),
    );
    desk.clock.advance(2 * hourMs);
    await held(talk, 'file_gone');
  });

  test('given another time it waits again; sent now it goes whatever was written meanwhile', async () => {
    const talk = await addTalk(desk, chat);
    const { clientId: id } = await schedule(talk.id);
    await customerSays(talk, 'E aí?');
    desk.clock.advance(2 * hourMs);
    await held(talk, 'answered');
    const at = new Date(desk.clock.now().getTime() + hourMs).toISOString();
    await desk.as(ana, (ctx) => changeScheduled(ctx, { scheduledId: id, at, unlessAnswered: true }));
    expect(await waiting(talk.id)).toEqual([['Até já', 'waiting', null]]);
    await customerSays(talk, 'Oi?');
    await desk.as(ana, (ctx) => sendScheduledNow(ctx, { scheduledId: id }));
    expect(await words(talk.id)).toContain('Ana: Até já');
    const past = { scheduledId: id, at: '2020-01-01T00:00:00Z', unlessAnswered: true };
    await expect(desk.as(ana, (ctx) => changeScheduled(ctx, past))).rejects.toMatchObject({
      field: 'body.at',
    });
  });
});

describe('whose it is', () => {
  test('colleagues see it, its author changes it, who answers for conversations deletes it, and it is written down', async () => {
    const talk = await addTalk(desk, chat);
    const caio = await addPerson(desk, { name: 'Caio' });
    const boss = await addPerson(desk, { name: 'Teresa', role: 'supervisor' });
    const { clientId: id } = await schedule(talk.id);
    expect(await waiting(talk.id, caio)).toHaveLength(1);
    const refusals = [
      desk.as(caio, (ctx) => takeBack(ctx, { scheduledId: id })),
      desk.as(caio, (ctx) => sendScheduledNow(ctx, { scheduledId: id })),
    ];
    for (const work of refusals) await expect(work).rejects.toMatchObject({ code: 'not_found' });
    await expect(desk.as(caio, (ctx) => dropScheduled(ctx, { scheduledId: id }))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await desk.as(boss, (ctx) => dropScheduled(ctx, { scheduledId: id }));
    expect(await waiting(talk.id)).toEqual([]);
    const audits = await desk.as(null, (ctx) =>
      ctx.db.selectFrom('audit_entries').select('action').where('action', '=', 'scheduled.dropped').execute(),
    );
    expect(audits).toHaveLength(1);
  });

  test('the list has a view and a count of it, whatever the status; what is only being sent does not count', async () => {
    const eve = await addPerson(desk, { name: 'Eve', visibility: 'assigned' });
    const talk = await addTalk(desk, chat, { assigneeId: eve.id });
    const quick = await addTalk(desk, chat, { assigneeId: eve.id });
    await schedule(talk.id, { actor: eve });
    await schedule(quick.id, { actor: eve, seconds: 10 });
    await desk.as(null, (ctx) =>
      ctx.db.updateTable('conversations').set({ status: 'resolved' }).where('id', '=', talk.id).execute(),
    );
    expect((await desk.as(eve, readCounts)).scheduled).toBe(1);
    const { items } = await desk.as(eve, (ctx) => readList(ctx, { view: 'scheduled', limit: 20 }));
    expect(items.map((item) => item.id)).toEqual([talk.id]);
  });
});

test('it follows its matter through a merge and a move, and comes back when that is undone', async () => {
  const caller = await addCustomer(desk);
  const [from, into] = [await addTalk(desk, chat, { caller }), await addTalk(desk, chat, { caller })];
  await schedule(from.id);
  const { regroupingId } = await desk.as(ana, (ctx) =>
    mergeConversations(ctx, { conversationId: from.id, intoId: into.id }),
  );
  expect(await waiting(into.id)).toHaveLength(1);
  await desk.as(ana, (ctx) => undoRegrouping(ctx, { regroupingId }));
  expect([await waiting(into.id), await waiting(from.id)].map((list) => list.length)).toEqual([0, 1]);
  await desk.as(ana, (ctx) => mergeConversations(ctx, { conversationId: from.id, intoId: into.id }));
  desk.clock.advance(2 * hourMs);
  await sendScheduled(desk.kernel);
  expect(await words(into.id)).toContain('Ana: Até já');
  const third = await addTalk(desk, chat, { caller });
  await schedule(into.id, { text: 'Sobre isso', more: { replyToId: into.messageId } });
  await schedule(into.id, { text: 'Outra coisa' });
  await desk.as(ana, (ctx) =>
    moveMessages(ctx, { conversationId: into.id, intoId: third.id, messageIds: [into.messageId] }),
  );
  expect((await waiting(third.id)).map(([text]) => text)).toEqual(['Sobre isso']);
  expect((await waiting(into.id)).map(([text]) => text)).toEqual(['Outra coisa']);
});
