import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { changeStatus, type StatusInput } from '../change-status.ts';
import { addInbox, addPerson, addTalk, type Desk, openDesk } from '../factories.ts';
import { mergeConversations } from '../regrouping/merge-conversations.ts';
import { undoRegrouping } from '../regrouping/undo-regrouping.ts';
import { readList } from '../views/list.ts';
import { readMessages } from '../views/messages.ts';
import { changeOwnStatus } from './change-own-status.ts';
import { createStatus } from './create-status.ts';
import { orderStatuses } from './order-statuses.ts';
import { listStatuses } from './views.ts';

let desk: Desk;
let boss: PersonActor;
let ana: PersonActor;
let inboxId: string;
const ids: Record<string, string> = {};

const add = async (name: string, category: 'open' | 'pending' | 'resolved', isDefault = false) => {
  const body = { name, category, colour: '#1d6fb8', isDefault };
  ids[name] = (await desk.as(boss, (ctx) => createStatus(ctx, { body }))).id;
};
const idOf = (name: string) => ids[name] ?? '';

beforeAll(async () => {
  desk = await openDesk();
  boss = await addPerson(desk, { name: 'Teresa', role: 'supervisor' });
  ana = await addPerson(desk);
  inboxId = await addInbox(desk, 'chat');
  await add('Na fábrica', 'pending');
  await add('Com a transportadora', 'pending');
  await add('Em análise', 'open');
  await add('Trocado', 'resolved');
});
afterAll(() => desk.close());

const set = (conversationId: string, how: Omit<StatusInput, 'conversationId'>) =>
  desk.as(ana, (ctx) => changeStatus(ctx, { conversationId, ...how }));
const change = (name: string, more: object = {}) =>
  desk.as(boss, (ctx) =>
    changeOwnStatus(ctx, {
      params: { id: idOf(name) },
      body: { name, colour: '#1d6fb8', isDefault: false, archived: false, ...more },
    }),
  );
const listed = async (name: string) =>
  (await desk.as(ana, (ctx) => readList(ctx, { view: 'all', statusId: idOf(name), limit: 50 }))).items.map(
    (item) => item.id,
  );

describe('the firm’s own statuses', () => {
  test('stand under a category, are shown, and are left behind when the category changes', async () => {
    const talk = await addTalk(desk, inboxId);
    const item = await set(talk.id, { status: 'pending', statusId: idOf('Na fábrica') });
    expect(item).toMatchObject({ status: 'pending', ownStatus: { name: 'Na fábrica', colour: '#1d6fb8' } });
    expect(await set(talk.id, { status: 'pending' })).toMatchObject({ ownStatus: { name: 'Na fábrica' } });
    expect(await listed('Na fábrica')).toEqual([talk.id]);
    const moved = await set(talk.id, { status: 'pending', statusId: idOf('Com a transportadora') });
    expect(moved.ownStatus?.name).toBe('Com a transportadora');
    const { items } = await desk.as(null, (ctx) => readMessages(ctx, talk.id, { limit: 50 }));
    const said = items.flatMap(({ content }) =>
      content.kind === 'system' ? [[content.code, content.values.label]] : [],
    );
    expect(said).toEqual([
      ['pending', 'Na fábrica'],
      ['status_changed', 'Com a transportadora'],
    ]);
    // As the customer's message or a snooze that ends would do it.
    await desk.as(null, (ctx) =>
      ctx.db.updateTable('conversations').set({ status: 'open' }).where('id', '=', talk.id).execute(),
    );
    expect((await set(talk.id, { status: 'open' })).ownStatus).toBeNull();
  });

  test('of another category, unknown or archived ones are refused; archived ones stay where they are', async () => {
    const talk = await addTalk(desk, inboxId);
    await set(talk.id, { status: 'resolved', statusId: idOf('Trocado') });
    await change('Trocado', { archived: true });
    expect(await listed('Trocado')).toEqual([talk.id]);
    const other = await addTalk(desk, inboxId);
    for (const [status, statusId] of [
      ['resolved', idOf('Trocado')],
      ['open', idOf('Na fábrica')],
      ['snoozed', idOf('Em análise')],
      ['open', '01990000-0000-7000-8000-00000000cafe'],
    ] as const)
      await expect(set(other.id, { status, statusId, until: '2030-01-01T00:00:00Z' })).rejects.toMatchObject({
        code: 'refused',
        field: 'body.statusId',
      });
    // Its name is free for another one, and then not for the old one.
    await add('trocado', 'resolved');
    await expect(change('Trocado')).rejects.toMatchObject({ code: 'conflict', field: 'body.name' });
    expect((await set(talk.id, { status: 'resolved' })).ownStatus?.name).toBe('Trocado');
  });

  test('one default to a category is what all others there show and are found by', async () => {
    const plain = await addTalk(desk, inboxId);
    const own = await addTalk(desk, inboxId);
    await add('Nova', 'open', true);
    await set(own.id, { status: 'open', statusId: idOf('Em análise') });
    expect(await listed('Nova')).toContain(plain.id);
    expect(await listed('Nova')).not.toContain(own.id);
    await change('Em análise', { isDefault: true });
    const all = await desk.as(ana, listStatuses);
    expect(all.filter((one) => one.category === 'open' && one.isDefault).map((one) => one.name)).toEqual([
      'Em análise',
    ]);
    expect(await listed('Em análise')).toEqual(expect.arrayContaining([plain.id, own.id]));
    await expect(change('Em análise', { isDefault: true, archived: true })).rejects.toMatchObject({
      field: 'body.isDefault',
    });
    await change('Em análise', { archived: true });
    expect((await set(plain.id, { status: 'open' })).ownStatus).toBeNull();
  });

  test('keep their order, are changed by who may, and each change is written down', async () => {
    const before = (await desk.as(ana, listStatuses)).map((one) => one.id);
    await desk.as(boss, (ctx) => orderStatuses(ctx, { ids: [...before].reverse() }));
    expect((await desk.as(ana, listStatuses)).map((one) => one.id)).toEqual([...before].reverse());
    await desk.as(boss, (ctx) => orderStatuses(ctx, { ids: [idOf('Na fábrica')] }));
    expect((await desk.as(ana, listStatuses)).map((one) => one.id)).toEqual([
      idOf('Na fábrica'),
      ...[...before].reverse().filter((id) => id !== idOf('Na fábrica')),
    ]);
    const stranger = '01990000-0000-7000-8000-00000000cafe';
    await expect(desk.as(boss, (ctx) => orderStatuses(ctx, { ids: [stranger] }))).rejects.toMatchObject({
      field: 'body.ids.0',
    });
    const body = { name: 'Da Ana', category: 'open' as const, colour: '#000000', isDefault: false };
    await expect(desk.as(ana, (ctx) => createStatus(ctx, { body }))).rejects.toMatchObject({
      code: 'forbidden',
    });
    const { length } = await desk.as(null, (ctx) =>
      ctx.db.selectFrom('audit_entries').select('action').where('action', 'like', 'status.%').execute(),
    );
    expect(length).toBeGreaterThan(8);
  });

  test('come back with a merge that is undone', async () => {
    const caller = await addTalk(desk, inboxId);
    const other = await addTalk(desk, inboxId, { caller });
    await set(caller.id, { status: 'pending', statusId: idOf('Na fábrica') });
    const { regroupingId } = await desk.as(ana, (ctx) =>
      mergeConversations(ctx, { conversationId: caller.id, intoId: other.id }),
    );
    expect(await listed('Na fábrica')).not.toContain(caller.id);
    await desk.as(ana, (ctx) => undoRegrouping(ctx, { regroupingId }));
    expect(await listed('Na fábrica')).toContain(caller.id);
  });
});
