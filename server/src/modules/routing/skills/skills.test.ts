import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPerson, type Desk, openDesk } from '../../conversations/factories.ts';
import { createSkill } from './create-skill.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

it('two who name a skill alike at the same moment: one has it, the other is told', async () => {
  const boss = await addPerson(desk, { role: 'supervisor' });
  const tries = ['Inglês', 'inglês', 'INGLÊS'].map((name) =>
    desk.as(boss, (ctx) => createSkill(ctx, { body: { name } })),
  );
  const ended = await Promise.allSettled(tries);
  expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const one of ended)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'refused', field: 'body.name' });
});
