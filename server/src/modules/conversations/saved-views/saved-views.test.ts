import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { addInbox, addPerson, addTalk, addTeam, type Desk, openDesk } from '../factories.ts';
import { deleteView } from './delete-view.ts';
import { saveView } from './save-view.ts';
import { listViews } from './views.ts';

let desk: Desk;
let ana: PersonActor;
let rui: PersonActor;
let boss: PersonActor;
beforeAll(async () => {
  desk = await openDesk();
  ana = await addPerson(desk);
  rui = await addPerson(desk, { name: 'Rui', visibility: 'team' });
  boss = await addPerson(desk, { name: 'Lia', role: 'supervisor' });
  const inboxId = await addInbox(desk, 'chat');
  await addTalk(desk, inboxId, { assigneeId: ana.id });
  await addTalk(desk, inboxId, { assigneeId: ana.id });
  await addTalk(desk, inboxId, { teamId: await addTeam(desk, 'Cofre') });
});
afterAll(() => desk.close());

const save = (actor: PersonActor, name: string, more: object = {}) =>
  desk.as(actor, (ctx) =>
    saveView(ctx, { body: { name, shared: false, filters: { view: 'all' }, ...more } }),
  );
const seen = async (actor: PersonActor) =>
  (await desk.as(actor, listViews)).items.map(({ name, shared, mayChange, count }) => ({
    name,
    shared,
    mayChange,
    count,
  }));

describe('a saved view', () => {
  test('is its keeper’s, or everybody’s; `me` is whoever looks, counts are of what they see', async () => {
    await save(ana, 'Minhas todas', { filters: { view: 'all', assigneeId: 'me' } });
    await save(boss, 'Tudo', { shared: true });
    await save(boss, 'De quem olha', { shared: true, filters: { view: 'all', assigneeId: 'me' } });
    expect(await seen(ana)).toEqual([
      { name: 'Minhas todas', shared: false, mayChange: true, count: 2 },
      { name: 'De quem olha', shared: true, mayChange: false, count: 2 },
      { name: 'Tudo', shared: true, mayChange: false, count: 3 },
    ]);
    expect(await seen(rui)).toEqual([
      { name: 'De quem olha', shared: true, mayChange: false, count: 0 },
      { name: 'Tudo', shared: true, mayChange: false, count: 0 },
    ]);
  });

  test('is changed and forgotten by its keeper; a shared one by who answers for the conversations', async () => {
    const own = await save(rui, 'Do Rui');
    const change = (actor: PersonActor, id: string, shared: boolean) =>
      desk.as(actor, (ctx) =>
        saveView(ctx, { params: { id }, body: { name: 'Outra', shared, filters: { view: 'all' } } }),
      );
    const forget = (actor: PersonActor, id: string) =>
      desk.as(actor, (ctx) => deleteView(ctx, { params: { id } }));
    await expect(change(ana, own.id, false)).rejects.toMatchObject({ code: 'not_found' });
    await expect(forget(boss, own.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(change(rui, own.id, true)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(save(rui, 'Para todos', { shared: true })).rejects.toMatchObject({ code: 'forbidden' });
    const shared = await save(boss, 'Fila', { shared: true });
    await expect(change(ana, shared.id, false)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(forget(ana, shared.id)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await change(boss, shared.id, false)).toMatchObject({ name: 'Outra', shared: false });
    expect(await forget(boss, shared.id)).toEqual({ ok: true });
    expect(await forget(rui, own.id)).toEqual({ ok: true });
  });

  test('names nothing that is not there, and is nothing a program keeps for itself', async () => {
    const gone = '01990000-0000-7000-8000-00000000cafe';
    for (const field of ['inboxId', 'teamId', 'labelId', 'assigneeId'])
      await expect(save(ana, 'Nada', { filters: { view: 'all', [field]: gone } })).rejects.toMatchObject({
        code: 'refused',
        field: `body.filters.${field}`,
      });
    await expect(
      desk.as(null, (ctx) => saveView(ctx, { body: { name: 'X', shared: false, filters: { view: 'all' } } })),
    ).rejects.toMatchObject({ code: 'refused', field: 'body.shared' });
  });

  test('fifty of one’s own are enough', async () => {
    const full = await addPerson(desk, { name: 'Cheia' });
    for (let n = 0; n < 50; n += 1) await save(full, `Vista ${n}`);
    await expect(save(full, 'Mais uma')).rejects.toMatchObject({ code: 'conflict' });
  });
});
