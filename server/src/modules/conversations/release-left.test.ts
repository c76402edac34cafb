import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import { changeStatus } from './change-status.ts';
import { addInbox, addPerson, addTalk, type Desk, eventsOf, openDesk } from './factories.ts';
import { releaseLeft } from './release-left.ts';
import { readMessages } from './views/messages.ts';

/** Nobody waits for a person who is gone. */
let desk: Desk;
let ana: PersonActor;
let rui: PersonActor;
let chat: string;

beforeAll(async () => {
  desk = await openDesk();
  [ana, rui] = [await addPerson(desk), await addPerson(desk, { name: 'Rui' })];
  chat = await addInbox(desk, 'chat');
});
afterAll(() => desk.close());

const assigneeOf = (id: string) =>
  desk.as(null, async (ctx) => {
    const find = ctx.db.selectFrom('conversations').select('assignee_id').where('id', '=', id);
    return (await find.executeTakeFirstOrThrow()).assignee_id;
  });
const setActive = (person: PersonActor, active: boolean) =>
  desk.as(null, async (ctx) => {
    await ctx.db.updateTable('members').set({ active }).where('id', '=', person.id).execute();
    ctx.emit({ name: 'person.access_changed', facts: { personId: person.id } });
  });
const talkOf = async (person: PersonActor, status?: 'pending' | 'resolved') => {
  const talk = await addTalk(desk, chat, { assigneeId: person.id });
  if (status) await desk.as(person, (ctx) => changeStatus(ctx, { conversationId: talk.id, status }));
  return talk.id;
};
/** What happens meanwhile is heard, and heard twice. */
const heard = async (act: () => Promise<unknown>, atOnce?: number) => {
  const events = await eventsOf(desk, act);
  for (let times = 0; times < 2; times += 1) await releaseLeft(desk.kernel, events, atOnce);
};
const lastLine = async (id: string) =>
  (await desk.as(null, (ctx) => readMessages(ctx, id, { limit: 200 }))).items.at(-1)?.content;

it('what they have is nobody’s from then on, once; what others have stays, and what is resolved until it is opened', async () => {
  const [open, pending, done] = [
    await talkOf(rui),
    await talkOf(rui, 'pending'),
    await talkOf(rui, 'resolved'),
  ];
  const hers = await talkOf(ana);
  await heard(() => setActive(ana, true));
  expect(await assigneeOf(open)).toBe(rui.id);
  await heard(() => setActive(rui, false));
  expect(await Promise.all([open, pending, done, hers].map(assigneeOf))).toEqual([
    null,
    null,
    rui.id,
    ana.id,
  ]);
  expect(await lastLine(open)).toMatchObject({ code: 'assignee_left', values: { from: 'Rui' } });
  const lines = (await desk.as(null, (ctx) => readMessages(ctx, open, { limit: 200 }))).items;
  expect(lines.filter(({ content }) => content.kind === 'system')).toHaveLength(1);
  await heard(() => desk.as(ana, (ctx) => changeStatus(ctx, { conversationId: done, status: 'open' })));
  expect(await assigneeOf(done)).toBeNull();
});

it('more than one look finds', async () => {
  const eva = await addPerson(desk, { name: 'Eva' });
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) ids.push(await talkOf(eva));
  await heard(() => setActive(eva, false), 2);
  expect(new Set(await Promise.all(ids.map(assigneeOf)))).toEqual(new Set([null]));
});
