import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { receive } from '../../inboxes/index.ts';
import { changeStatus, type StatusInput } from '../change-status.ts';
import {
  addInbox,
  addPerson,
  addTalk,
  type Desk,
  eventsAfter,
  lastPlace,
  openDesk,
  type Talk,
} from '../factories.ts';
import { ingestOrganisation } from '../ingest/worker.ts';
import { markRead } from '../mark-read.ts';
import { sendMessage } from '../send-message.ts';
import { readOne } from '../views/conversation.ts';
import { readMessages } from '../views/messages.ts';
import { wakeSnoozed } from '../wake-snoozed.ts';
import { hearSnoozed } from './hear-snoozed.ts';
import { listWoken } from './list-woken.ts';

let desk: Desk;
let ana: PersonActor;
let rui: PersonActor;
let inboxId: string;
let talk: Talk;

beforeAll(async () => {
  desk = await openDesk();
  ana = await addPerson(desk);
  rui = await addPerson(desk, { name: 'Rui' });
  inboxId = await addInbox(desk, 'chat');
});
afterAll(() => desk.close());
beforeEach(async () => {
  talk = await addTalk(desk, inboxId);
});

const snooze = (how: Partial<StatusInput>, actor = ana) =>
  desk.as(actor, (ctx) => changeStatus(ctx, { conversationId: talk.id, status: 'snoozed', ...how }));
const state = async () => {
  const { status, snoozedUntil, snooze: aside } = await desk.as(ana, (ctx) => readOne(ctx, talk.id));
  return { status, until: snoozedUntil, by: aside?.by?.name, event: aside?.event, note: aside?.note };
};
const later = (minutes: number) => new Date(desk.clock.now().getTime() + minutes * 60_000).toISOString();
const lastLine = async () =>
  (await desk.as(null, (ctx) => readMessages(ctx, talk.id, { limit: 200 }))).items
    .flatMap(({ content }) => (content.kind === 'system' ? [content] : []))
    .at(-1);
/** What happens, heard by the worker; answers who was rung and why. */
async function after(happening: () => Promise<unknown>) {
  const before = await lastPlace(desk);
  await happening();
  await hearSnoozed(desk.kernel, await eventsAfter(desk, before));
  return (await eventsAfter(desk, before))
    .filter(({ name }) => name === 'conversation.woken')
    .map(({ facts }) => [facts.personId, facts.why]);
}
const noteBy = (actor: PersonActor) =>
  desk.as(actor, (ctx) =>
    sendMessage(ctx, {
      conversationId: talk.id,
      clientId: randomUUID(),
      content: { v: 1, kind: 'text', text: 'Já falei com a fábrica' },
      internal: true,
      attachmentIds: [],
    }),
  );

describe('a snooze', () => {
  test('says who, why and until what; until a time it comes back with that, and rings', async () => {
    await snooze({ until: later(30), note: 'o fornecedor confirma' });
    expect(await state()).toMatchObject({
      status: 'snoozed',
      by: 'Ana',
      event: null,
      note: 'o fornecedor confirma',
    });
    expect(await lastLine()).toMatchObject({
      code: 'snoozed',
      values: { by: 'Ana', note: 'o fornecedor confirma' },
    });
    desk.clock.advance(31 * 60_000);
    const rung = await after(() => wakeSnoozed(desk.kernel));
    expect(rung).toEqual([[ana.id, 'date']]);
    expect(await state()).toMatchObject({ status: 'open', until: null });
    expect((await desk.as(ana, listWoken)).items).toMatchObject([{ conversationId: talk.id, why: 'date' }]);
    expect((await desk.as(rui, listWoken)).items).toEqual([]);
    expect(await lastLine()).toMatchObject({
      code: 'woken',
      values: { why: 'date', snoozedBy: 'Ana', note: 'o fornecedor confirma' },
    });
    // Put aside again, it is not back.
    await snooze({ until: later(30) });
    expect((await desk.as(ana, listWoken)).items).toEqual([]);
  });

  test('until the customer answers: they open it, and who waited is rung once', async () => {
    await snooze({ wake: 'answer' });
    const { value } = await desk.as(null, (ctx) =>
      ctx.db
        .selectFrom('identities')
        .select('value')
        .where('id', '=', talk.identityId)
        .executeTakeFirstOrThrow(),
    );
    const says = async () => {
      const externalId = randomUUID();
      const item = {
        ...{ kind: 'message', externalId, at: desk.clock.now().toISOString(), proof: 'platform' },
        ...{ from: { kind: 'line', value }, content: { v: 1, kind: 'text', text: 'Oi' } },
      };
      const body = Buffer.from(JSON.stringify([item]));
      await receive(desk.kernel, { orgId: desk.orgId, inboxId }, [
        { externalId, body, headers: {}, facts: {} },
      ]);
      await ingestOrganisation(desk.kernel, desk.orgId);
    };
    expect(await after(says)).toEqual([[ana.id, 'answer']]);
    expect(await state()).toMatchObject({ status: 'open' });
    expect(await after(says)).toEqual([]);
    expect((await desk.as(ana, listWoken)).items).toMatchObject([
      { conversationId: talk.id, why: 'answer', preview: 'Oi' },
    ]);
    await desk.as(ana, (ctx) => markRead(ctx, { conversationId: talk.id, seq: 999, unread: false }));
    expect((await desk.as(ana, listWoken)).items).toEqual([]);
  });

  test('until somebody of the team writes a note: not one’s own, and not a reply to the customer', async () => {
    await snooze({ wake: 'note', until: later(600) });
    expect(await after(() => noteBy(ana))).toEqual([]);
    expect((await state()).status).toBe('snoozed');
    expect(await after(() => noteBy(rui))).toEqual([[ana.id, 'note']]);
    expect(await state()).toMatchObject({ status: 'open', until: null });
    // Twice over the same events does no harm.
    await snooze({ until: later(5) });
    expect(await after(() => noteBy(rui))).toEqual([]);
  });

  test('until the call was made, until the task is done: only where there is one', async () => {
    for (const wake of ['callback', 'task'] as const)
      await expect(snooze({ wake })).rejects.toMatchObject({ code: 'refused', field: 'body.wake' });
    const ids = { callback: randomUUID(), task: randomUUID(), other: randomUUID() };
    await desk.as(null, async (ctx) => {
      const about = { org_id: ctx.orgId, conversation_id: talk.id };
      await ctx.db
        .insertInto('callbacks')
        .values({
          ...about,
          id: ids.callback,
          message_id: talk.messageId,
          inbox_id: inboxId,
          promised_at: new Date(),
        })
        .execute();
      for (const id of [ids.task, ids.other])
        await sql`INSERT INTO tasks (org_id, id, title, conversation_id, customer_id, created_kind, created_at, updated_at)
          VALUES (${ctx.orgId}, ${id}, 'Ligar', ${talk.id}, ${talk.customerId}, 'person', now(), now())`.execute(
          ctx.db,
        );
    });
    const end = (table: 'callbacks' | 'tasks', id: string) =>
      desk.as(null, async (ctx) => {
        const column = table === 'tasks' ? sql`done_at` : sql`settled_at`;
        await sql`UPDATE ${sql.table(table)} SET ${column} = now() WHERE id = ${id}`.execute(ctx.db);
        const facts = { conversationId: talk.id };
        if (table === 'tasks')
          ctx.emit({ name: 'task.changed', facts: { ...facts, taskId: id, customerId: null, what: 'done' } });
        else ctx.emit({ name: 'callback.changed', facts: { ...facts, callbackId: id, state: 'done' } });
      });
    await snooze({ wake: 'callback' });
    expect(await after(() => end('callbacks', ids.callback))).toEqual([[ana.id, 'callback']]);
    await snooze({ wake: 'task' });
    expect(await after(() => end('tasks', ids.task))).toEqual([]);
    expect(await after(() => end('tasks', ids.other))).toEqual([[ana.id, 'task']]);
  });

  test('until a task that is finished in the very moment: it does not sleep for ever', async () => {
    const taskId = randomUUID();
    await desk.as(null, (ctx) =>
      sql`INSERT INTO tasks (org_id, id, title, conversation_id, customer_id, created_kind, created_at, updated_at)
        VALUES (${ctx.orgId}, ${taskId}, 'Ligar', ${talk.id}, ${talk.customerId}, 'person', now(), now())`.execute(
        ctx.db,
      ),
    );
    const rung = await after(async () => {
      await snooze({ wake: 'task' });
      // Its event was read while the conversation was not put aside yet.
      await desk.as(null, (ctx) =>
        sql`UPDATE tasks SET done_at = now() WHERE id = ${taskId}`.execute(ctx.db),
      );
    });
    expect(rung).toEqual([[ana.id, 'task']]);
    expect(await state()).toMatchObject({ status: 'open' });
  });

  test('needs a time or an event, and forgets both when somebody opens it by hand', async () => {
    await expect(snooze({})).rejects.toMatchObject({ code: 'refused', field: 'body.until' });
    await snooze({ wake: 'note', note: 'a Rui sabe' });
    await desk.as(rui, (ctx) => changeStatus(ctx, { conversationId: talk.id, status: 'open' }));
    expect(await after(() => noteBy(rui))).toEqual([]);
    const row = await desk.as(null, (ctx) =>
      sql`SELECT snoozed_by, snooze_event, snooze_note FROM conversations WHERE id = ${talk.id}`.execute(
        ctx.db,
      ),
    );
    expect(row.rows).toEqual([{ snoozed_by: null, snooze_event: null, snooze_note: null }]);
  });
});
