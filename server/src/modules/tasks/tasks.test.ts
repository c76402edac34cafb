import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import type { SystemMail } from '../../kernel/mail.ts';
import {
  addInbox,
  addPerson,
  addTalk,
  addTeam,
  type Desk,
  eventsAfter,
  openDesk,
} from '../conversations/factories.ts';
import { mergeInto } from '../customers/index.ts';
import { changeTask } from './change-task.ts';
import { commentTask } from './comment-task.ts';
import { createTask } from './create-task.ts';
import { dropTask } from './drop-task.ts';
import { finishTask } from './finish-task.ts';
import { listTasks } from './list-tasks.ts';
import { mailReminders } from './mail-reminders.ts';
import { readTask } from './read-task.ts';
import { ringReminders } from './ring-reminders.ts';
import { settleTaskBell } from './settle-task-bell.ts';
import { bellsOf, taskCounts } from './views.ts';

/** Several are responsible, each may do it; a reminder rings once; who does not see what it is about does not see it. */

let desk: Desk;
let ana: PersonActor;
let bia: PersonActor;
let boss: PersonActor;
let teamId = '';
let inboxId = '';
beforeAll(async () => {
  desk = await openDesk();
  teamId = await addTeam(desk, 'Trocas');
  ana = await addPerson(desk, { name: 'Ana', visibility: 'assigned' });
  bia = await addPerson(desk, { name: 'Bia', visibility: 'assigned', teamIds: [teamId] });
  boss = await addPerson(desk, { name: 'Caio', role: 'supervisor' });
  inboxId = await addInbox(desk, 'chat');
  await desk.as(null, (ctx) =>
    ctx.db
      .insertInto('team_members')
      .values({ org_id: ctx.orgId, team_id: teamId, person_id: bia.id })
      .execute(),
  );
});
afterAll(() => desk?.close());

type Body = Parameters<typeof createTask>[1]['body'];
const blank: Body = {
  ...{ title: 'Ligar', description: '', dueAt: null, dueDay: false, remindAt: null, repeats: null },
  ...{ personIds: [], teamId: null, conversationId: null, customerId: null, dealId: null, queueId: null },
};
const make = (who: PersonActor, body: Partial<Body> = {}) =>
  desk.as(who, (ctx) => createTask(ctx, { body: { ...blank, ...body } }));
const list = async (who: PersonActor, query: Record<string, unknown> = {}) =>
  (
    await desk.as(who, (ctx) =>
      listTasks(ctx, { query: { view: 'all', state: 'open', limit: 50, ...query } } as never),
    )
  ).items;
const idsOf = async (who: PersonActor, query: Record<string, unknown> = {}) =>
  (await list(who, query)).map(({ id }) => id);
const finish = (who: PersonActor, id: string, done = true) =>
  desk.as(who, (ctx) => finishTask(ctx, { params: { id }, body: { done } }));
const bells = async (who: PersonActor) => (await desk.as(who, bellsOf)).map(({ task }) => task.id);
const inHours = (hours: number) => new Date(desk.clock.now().getTime() + hours * 3_600_000).toISOString();

it('without anybody named the maker is responsible; everybody responsible may finish and reopen it', async () => {
  const own = await make(ana);
  expect(own).toMatchObject({ personIds: [ana.id], mayChange: true, unowned: false });
  const both = await make(boss, { personIds: [ana.id, bia.id] });
  await finish(bia, both.id);
  expect(await finish(ana, both.id, false)).toMatchObject({ doneAt: null });
  expect(await finish(ana, both.id)).toMatchObject({ doneBy: ana.id });
  expect(await idsOf(ana, { view: 'mine', state: 'done' })).toEqual([both.id]);
});

it('who is neither responsible nor sees what it is about does not see it; who only sees it may not change it', async () => {
  const secret = await make(boss, { personIds: [boss.id] });
  const talk = await addTalk(desk, inboxId, { assigneeId: ana.id });
  const about = await make(boss, { personIds: [boss.id], conversationId: talk.id });
  expect(about.customer?.id).toBe(talk.customerId);
  expect(await idsOf(bia)).not.toContain(about.id);
  expect(await idsOf(ana)).toContain(about.id);
  expect(await idsOf(ana)).not.toContain(secret.id);
  await expect(desk.as(ana, (ctx) => readTask(ctx, { id: secret.id }))).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(finish(ana, about.id)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(make(bia, { conversationId: talk.id })).rejects.toMatchObject({ code: 'not_found' });
  // Responsible, but the conversation is not hers to see: the task without the way there.
  const given = await make(boss, { personIds: [bia.id], conversationId: talk.id });
  expect((await list(bia, { view: 'mine' })).find(({ id }) => id === given.id)).toMatchObject({
    conversation: null,
  });
  const team = await make(boss, { teamId });
  expect(await idsOf(bia, { view: 'team' })).toEqual([team.id]);
  await finish(bia, team.id);
});

it('is found by the customer’s whole group, and by what its conversation was merged into', async () => {
  const [one, two] = [await addTalk(desk, inboxId), await addTalk(desk, inboxId)];
  const task = await make(boss, { conversationId: one.id });
  await desk.as(boss, (ctx) =>
    mergeInto(ctx, { fromId: one.customerId, intoId: two.customerId, reason: 'a mesma' }),
  );
  expect(await idsOf(boss, { customerId: two.customerId })).toEqual([task.id]);
  await expect(
    make(boss, { conversationId: one.id, customerId: (await addTalk(desk, inboxId)).customerId }),
  ).rejects.toMatchObject({ code: 'refused' });
});

it('a reminder rings once for each, also when several processes look, and again only when it is set anew', async () => {
  const task = await make(boss, { personIds: [ana.id, bia.id], remindAt: inHours(1), dueAt: inHours(2) });
  expect(await ringReminders(desk.kernel)).toBeGreaterThan(0);
  expect(await bells(ana)).toEqual([]);
  desk.clock.advance(3_600_000);
  await Promise.all([ringReminders(desk.kernel), ringReminders(desk.kernel), ringReminders(desk.kernel)]);
  const rang = (await eventsAfter(desk, { tx: '0', id: 0 })).filter(({ name }) => name === 'task.rang');
  expect(rang).toHaveLength(1);
  expect([...((rang[0]?.facts.personIds ?? []) as string[])].sort()).toEqual([ana.id, bia.id].sort());
  expect([await bells(ana), await bells(bia), await bells(boss)]).toEqual([[task.id], [task.id], []]);
  await desk.as(ana, (ctx) => settleTaskBell(ctx, { params: { id: task.id }, body: { againAt: null } }));
  await ringReminders(desk.kernel);
  expect([await bells(ana), await bells(bia)]).toEqual([[], [task.id]]);
  await desk.as(bia, (ctx) =>
    settleTaskBell(ctx, { params: { id: task.id }, body: { againAt: inHours(1) } }),
  );
  desk.clock.advance(3_700_000);
  await ringReminders(desk.kernel);
  expect(await bells(bia)).toEqual([task.id]);
  await finish(ana, task.id);
  expect(await bells(bia)).toEqual([]);
});

it('a reminder comes by mail to who wants that: once, again when the mail server was away, never once it is put away', async () => {
  const mails: SystemMail[] = [];
  let away = true;
  const plain = desk.kernel.mailer;
  const send = async (mail: SystemMail) => {
    if (away) throw new Error('no answer');
    mails.push(mail);
  };
  desk.kernel.mailer = { configured: true, send };
  await desk.as(null, (ctx) =>
    ctx.db.updateTable('members').set({ task_mail: true }).where('id', '=', ana.id).execute(),
  );
  const both = { personIds: [ana.id, bia.id] };
  const task = await make(boss, {
    ...both,
    title: 'Ligar para {due}',
    remindAt: inHours(1),
    dueAt: inHours(2),
  });
  const seen = await make(boss, { ...both, title: 'Vista', remindAt: inHours(1) });
  desk.clock.advance(3_600_000);
  await ringReminders(desk.kernel);
  expect(await mailReminders(desk.kernel)).toBeGreaterThan(0);
  await desk.as(ana, (ctx) => settleTaskBell(ctx, { params: { id: seen.id }, body: { againAt: null } }));
  away = false;
  desk.clock.advance(60_000);
  await Promise.all([mailReminders(desk.kernel), mailReminders(desk.kernel)]);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.subject).toBe('Lembrete: Ligar para {due}');
  expect(mails[0]?.text).toContain(`/tasks/mine/${task.id}`);
  expect(mails[0]?.text).toMatch(/Prazo: .* de .* de /);
  expect(await mailReminders(desk.kernel)).toBeNull();
  desk.kernel.mailer = plain;
});

it('who was taken off a task before its reminder could be mailed is not told what it is called', async () => {
  const mails: SystemMail[] = [];
  let away = true;
  const plain = desk.kernel.mailer;
  const send = async (mail: SystemMail) => {
    if (away) throw new Error('no answer');
    mails.push(mail);
  };
  desk.kernel.mailer = { configured: true, send };
  await desk.as(null, (ctx) =>
    ctx.db.updateTable('members').set({ task_mail: true }).where('id', 'in', [ana.id, bia.id]).execute(),
  );
  const both = { personIds: [ana.id, bia.id] };
  const task = await make(boss, { ...both, title: 'Segredo', remindAt: inHours(1) });
  const teams = await make(boss, { teamId, title: 'Da equipe', remindAt: inHours(1) });
  desk.clock.advance(3_600_000);
  await ringReminders(desk.kernel);
  await mailReminders(desk.kernel);
  await desk.as(boss, (ctx) => changeTask(ctx, { params: { id: task.id }, body: { personIds: [bia.id] } }));
  await desk.as(null, (ctx) => ctx.db.deleteFrom('team_members').where('team_id', '=', teamId).execute());
  away = false;
  desk.clock.advance(60_000);
  await mailReminders(desk.kernel);
  expect(mails.map(({ subject, to }) => ({ subject, to }))).toEqual([
    { subject: 'Lembrete: Segredo', to: expect.stringContaining(bia.id) },
  ]);
  expect(await bells(ana)).not.toContain(task.id);
  expect(await bells({ ...bia, teamIds: [] })).not.toContain(teams.id);
  await desk.as(null, async (ctx) => {
    const row = { org_id: ctx.orgId, team_id: teamId, person_id: bia.id };
    await ctx.db.insertInto('team_members').values(row).execute();
    await ctx.db.updateTable('members').set({ task_mail: false }).where('id', '=', bia.id).execute();
  });
  desk.kernel.mailer = plain;
});

it('many at once, looked at by several processes, ring once each', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 25; n += 1) ids.push((await make(ana, { remindAt: inHours(1) })).id);
  desk.clock.advance(3_700_000);
  await Promise.all(Array.from({ length: 5 }, () => ringReminders(desk.kernel)));
  const rang = (await eventsAfter(desk, { tx: '0', id: 0 })).filter(
    ({ name, facts }) => name === 'task.rang' && ids.includes(String(facts.taskId)),
  );
  expect(rang.map(({ facts }) => facts.taskId).sort()).toEqual([...ids].sort());
});

it('who left is responsible for nothing: the task stands without owner and rings for who made it', async () => {
  const gone = await addPerson(desk, { name: 'Davi' });
  const task = await make(boss, { personIds: [gone.id], remindAt: inHours(1) });
  await desk.as(null, (ctx) =>
    ctx.db.updateTable('members').set({ active: false }).where('id', '=', gone.id).execute(),
  );
  expect(await idsOf(boss, { view: 'unowned' })).toEqual([task.id]);
  desk.clock.advance(3_700_000);
  await ringReminders(desk.kernel);
  expect(await bells(boss)).toEqual([task.id]);
  const body = { personIds: [gone.id, ana.id] };
  await desk.as(boss, (ctx) => changeTask(ctx, { params: { id: task.id }, body }));
  expect(await idsOf(boss, { view: 'unowned' })).toEqual([]);
  await expect(make(boss, { personIds: [gone.id] })).rejects.toMatchObject({ code: 'refused' });
});

it('what repeats is made anew once: at the same hour over a change of clocks, the 31st as the last of the month', async () => {
  await desk.as(null, (ctx) =>
    ctx.db
      .updateTable('organisations')
      .set({ time_zone: 'Europe/Lisbon' })
      .where('id', '=', ctx.orgId)
      .execute(),
  );
  const next = async (dueAt: string, repeats: 'daily' | 'workdays' | 'weekly' | 'monthly') => {
    const task = await make(ana, { title: `${repeats} ${dueAt}`, dueAt, repeats, remindAt: dueAt });
    await finish(ana, task.id);
    await finish(ana, task.id, false);
    await finish(ana, task.id);
    const made = (await list(ana, { view: 'mine' })).filter(({ title }) => title === task.title);
    expect(made).toHaveLength(1);
    expect(made[0]?.remindAt).toBe(made[0]?.dueAt);
    return made[0]?.dueAt;
  };
  // Clocks go forward on 29 March 2026 at 01:00 UTC.
  expect(await next('2026-03-28T09:00:00.000Z', 'daily')).toBe('2026-03-29T08:00:00.000Z');
  expect(await next('2026-04-03T08:00:00.000Z', 'workdays')).toBe('2026-04-06T08:00:00.000Z');
  expect(await next('2026-04-03T08:00:00.000Z', 'weekly')).toBe('2026-04-10T08:00:00.000Z');
  expect(await next('2026-05-31T08:00:00.000Z', 'monthly')).toBe('2026-06-30T08:00:00.000Z');
});

it('days are counted, comments kept once, and what is dropped is in no list', async () => {
  const before = await desk.as(bia, taskCounts);
  const late = await make(bia, { title: 'Atrasada', dueAt: inHours(-1) });
  expect(await desk.as(bia, taskCounts)).toMatchObject({
    overdue: before.overdue + 1,
    mine: before.mine + 1,
  });
  expect(await idsOf(bia, { view: 'mine', due: 'overdue', query: 'ATRASADÁ' })).toEqual([late.id]);
  const clientId = randomUUID();
  for (let turn = 0; turn < 2; turn += 1)
    await desk.as(bia, (ctx) =>
      commentTask(ctx, { params: { id: late.id }, body: { clientId, text: 'Liguei' } }),
    );
  expect((await desk.as(bia, (ctx) => readTask(ctx, { id: late.id }))).comments).toMatchObject([
    { text: 'Liguei' },
  ]);
  await desk.as(bia, (ctx) => dropTask(ctx, { id: late.id }));
  expect(await idsOf(bia, { query: 'atrasada' })).toEqual([]);
});

it('the same clientId is made once, at the same moment too, and is nobody else’s', async () => {
  const clientId = randomUUID();
  const same = await Promise.all(
    [1, 2, 3].map(() => make(ana, { clientId, title: 'Uma só', remindAt: inHours(1) })),
  );
  expect(same.map(({ id }) => id)).toEqual([clientId, clientId, clientId]);
  expect(await idsOf(ana, { query: 'uma só' })).toEqual([clientId]);
  await expect(make(bia, { clientId })).rejects.toMatchObject({ code: 'conflict' });
  await desk.as(ana, (ctx) => dropTask(ctx, { id: clientId }));
  await expect(make(ana, { clientId })).rejects.toMatchObject({ code: 'conflict' });
});
