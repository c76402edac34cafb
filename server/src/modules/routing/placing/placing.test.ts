import { IntakeRule, IntakeSample } from '@meada/contract/routes/intake';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { archiveQueue } from '../queues/archive-queue.ts';
import { createSkill } from '../skills/create-skill.ts';
import { deleteSkill } from '../skills/delete-skill.ts';
import { becomes, inboxOf, openRoutedHouse, type RoutedHouse, soon, writes } from '../testing-house.ts';
import { pullWork } from '../work/pull-work.ts';
import { releaseWork } from '../work/release-work.ts';
import { listIntakeRules } from './list-intake-rules.ts';
import { putIntakeRules } from './put-intake-rules.ts';
import { tryIntakeRules } from './try-intake-rules.ts';

let house: RoutedHouse;
let scene: { inboxId: string; usual: string; english: string; loud: string; skillId: string };
beforeAll(async () => {
  house = await openRoutedHouse();
  house.start();
  const inboxId = await inboxOf(house, 'chat');
  const { id: skillId } = await house.desk.as(house.boss, (ctx) =>
    createSkill(ctx, { body: { name: 'Inglês' } }),
  );
  const pull = { mode: 'pull' } as const;
  scene = {
    ...{ inboxId, skillId },
    usual: await house.queue('Geral', pull, [inboxId]),
    english: await house.queue('English', pull),
    loud: await house.queue('Ouvidoria', pull),
  };
});
afterAll(() => house.close());
beforeEach(() => put([]));

const rule = (given: Partial<IntakeRule> & { name: string }) => IntakeRule.parse(given);
const put = (items: IntakeRule[]) =>
  house.desk.as(house.boss, (ctx) => putIntakeRules(ctx, { body: { items } }));
const conditions = (given: object) => IntakeRule.parse({ name: 'x', conditions: given }).conditions;
const change = (id: string, set: ReturnType<typeof sql>) =>
  house.desk.as(null, async (ctx) => {
    await sql`UPDATE conversations SET ${set} WHERE org_id = ${ctx.orgId} AND id = ${id}`.execute(ctx.db);
    ctx.emit({ name: 'conversation.changed', facts: { conversationId: id, what: ['labels'] } });
  });

it('who writes in English goes to the English queue, with what the rule asks for; the others where they always went', async () => {
  const { english, usual, skillId, inboxId } = scene;
  const skills = [{ skillId, level: 3 }];
  await put([
    rule({ name: 'English', conditions: conditions({ languages: ['en'] }), queueId: english, skills }),
  ]);
  const one = await writes(house, inboxId, { text: 'Where is my parcel? It was due last week.' });
  expect((await becomes(house, one, { queue_id: english })).skills).toEqual([{ skill: skillId, level: 3 }]);
  const other = await writes(house, inboxId, { text: 'Cadê o meu pacote? Era para a semana passada.' });
  expect((await becomes(house, other, { queue_id: usual })).skills).toEqual([]);
  // Nobody can tell: what the firm speaks counts.
  await becomes(house, await writes(house, inboxId, { text: 'ok' }), { queue_id: usual });
});

it('a label or loudness that comes later moves work nobody has begun, and nothing else', async () => {
  const { loud, usual, inboxId } = scene;
  const ana = await house.agent('Ana', [usual, loud], { realTime: 5 });
  const [waits, begun] = [await writes(house, inboxId), await writes(house, inboxId)];
  const item = await becomes(house, begun, { queue_id: usual, state: 'waiting' });
  await becomes(house, waits, { queue_id: usual });
  await house.desk.as(ana, (ctx) => pullWork(ctx, { params: { id: item.id } }));
  await put([rule({ name: 'Alto', conditions: conditions({ loudness: 70 }), queueId: loud })]);
  for (const one of [waits, begun]) await change(one.id, sql`loudness = 80`);
  const moved = await becomes(house, waits, { queue_id: loud });
  expect(moved.waiting_since).toEqual((await house.itemOf(waits))?.arrived_at);
  await becomes(house, begun, { queue_id: usual, state: 'active' });
  // What somebody handed on stays where they handed it.
  const body = { queueId: usual, note: '' };
  await house.desk.as(ana, (ctx) => releaseWork(ctx, { params: { id: item.id }, body }));
  await change(begun.id, sql`loudness = 90`);
  await becomes(house, begun, { queue_id: usual, state: 'waiting' });
});

it('rules that are put move what waits, and take in what no queue took', async () => {
  const { loud, usual, inboxId } = scene;
  const talk = await writes(house, inboxId);
  await becomes(house, talk, { queue_id: usual });
  const free = await inboxOf(house, 'chat');
  const stray = await writes(house, free);
  expect(await house.itemOf(stray)).toBeUndefined();
  await put([rule({ name: 'Tudo', queueId: loud })]);
  await becomes(house, talk, { queue_id: loud });
  await becomes(house, stray, { queue_id: loud });
});

it('who comes into a segment that a rule asks for moves what they wait with, at once and nothing else', async () => {
  const { loud, usual, inboxId } = scene;
  const segmentId = house.desk.kernel.ids.uuid();
  await house.desk.as(null, (ctx) =>
    sql`INSERT INTO segments (org_id, id, name, conditions, state, created_at, updated_at)
      VALUES (${ctx.orgId}, ${segmentId}, 'VIP', '{}', 'ready', now(), now())`.execute(ctx.db),
  );
  const [vip, other] = [await writes(house, inboxId), await writes(house, inboxId)];
  const asked = conditions({ segmentIds: [segmentId] });
  await put([rule({ name: 'VIP', conditions: asked, queueId: loud })]);
  for (const talk of [vip, other]) await becomes(house, talk, { queue_id: usual });
  const enters = () =>
    house.desk.as(null, async (ctx) => {
      const { customer_id: customerId } = await ctx.db
        .selectFrom('conversations')
        .select('customer_id')
        .where('id', '=', vip.id)
        .executeTakeFirstOrThrow();
      await sql`INSERT INTO segment_members (org_id, segment_id, customer_id, since)
        VALUES (${ctx.orgId}, ${segmentId}, ${customerId}, now()) ON CONFLICT DO NOTHING`.execute(ctx.db);
      ctx.emit({ name: 'segment.entered', facts: { customerId, segmentId, first: false } });
    });
  await enters();
  const moved = await becomes(house, vip, { queue_id: loud });
  expect(moved.waiting_since).toEqual(moved.arrived_at);
  await becomes(house, other, { queue_id: usual });
});

it('a rule that is off, or asks for skills alone, sends nothing anywhere else', async () => {
  const { loud, usual, skillId, inboxId } = scene;
  await put([
    rule({ name: 'Fora', active: false, queueId: loud }),
    rule({ name: 'Só competência', skills: [{ skillId, level: 2 }] }),
  ]);
  const item = await becomes(house, await writes(house, inboxId), { queue_id: usual });
  expect(item.skills).toEqual([{ skill: skillId, level: 2 }]);
});

it('what is said in public is work of its own kind, with its deadline, and may have a queue of its own', async () => {
  const { loud, usual, inboxId } = scene;
  await put([rule({ name: 'Público', conditions: conditions({ kinds: ['complaint'] }), queueId: loud })]);
  const [complaint, review, comment] = await Promise.all([1, 2, 3].map(() => writes(house, inboxId)));
  if (!complaint || !review || !comment) throw new Error('not there');
  const due = new Date(house.desk.clock.now().getTime() + 3_600_000);
  const owe = (talk: typeof complaint, kind: string) =>
    house.desk.as(null, async (ctx) => {
      const dutyId = ctx.ids.uuid();
      await sql`INSERT INTO public_duties (org_id, id, conversation_id, message_id, inbox_id, leg_id, kind, due_at, state)
        VALUES (${ctx.orgId}, ${dutyId}, ${talk.id}, ${talk.messageId}, ${inboxId}, ${talk.legId}, ${kind}, ${due}, 'open')`.execute(
        ctx.db,
      );
      ctx.emit({ name: 'duty.changed', facts: { conversationId: talk.id, dutyId, state: 'open' } });
    });
  await owe(complaint, 'complaint');
  await owe(review, 'review');
  await owe(comment, 'comment');
  const item = await becomes(house, complaint, { queue_id: loud });
  expect(item).toMatchObject({ kind: 'complaint', class: 'real_time', deadline: due });
  await vi.waitFor(async () => {
    expect(await house.itemOf(review)).toMatchObject({ kind: 'review', queue_id: usual });
    expect(await house.itemOf(comment)).toMatchObject({ kind: 'conversation', deadline: due });
  }, soon);
});

it('a trial says where it would go and why, and changes nothing', async () => {
  const { english, loud, usual, inboxId } = scene;
  const items = [
    rule({ name: 'Reclamação', conditions: conditions({ kinds: ['complaint'] }), queueId: loud }),
    rule({ name: 'Fora', active: false }),
    rule({
      name: 'English',
      conditions: conditions({ languages: ['en'], inboxIds: [inboxId] }),
      queueId: english,
    }),
  ];
  const sample = IntakeSample.parse({ inboxId, text: 'I would like to return these shoes' });
  const attempt = (given: Partial<{ text: string; kind: 'complaint' }>, protocol: string | null = null) =>
    house.desk.as(house.boss, (ctx) =>
      tryIntakeRules(ctx, {
        body: { items, protocol, sample: { ...sample, ...given } },
      }),
    );
  expect(await attempt({})).toMatchObject({
    ...{ language: 'en', languageFrom: 'text', rule: 2, queueId: english },
    rules: [{ missing: ['kinds'] }, { missing: null }, { missing: [] }],
  });
  expect(await attempt({ text: 'Quero trocar estes sapatos por um número maior' })).toMatchObject({
    ...{ language: 'pt', rule: null, queueId: usual },
    rules: [{ missing: ['kinds'] }, { missing: null }, { missing: ['languages'] }],
  });
  expect(await attempt({ text: '', kind: 'complaint' })).toMatchObject({
    rule: 0,
    languageFrom: 'organisation',
  });
  const talk = await writes(house, inboxId, { text: 'My order has not arrived yet, please help' });
  const { protocol } = await house.desk.as(null, (ctx) =>
    ctx.db.selectFrom('conversations').select('protocol').where('id', '=', talk.id).executeTakeFirstOrThrow(),
  );
  expect(await attempt({ text: '' }, protocol)).toMatchObject({ rule: 2, language: 'en' });
  await becomes(house, talk, { queue_id: usual });
  await expect(attempt({}, '99999999-000000-0')).rejects.toMatchObject({ code: 'not_found' });
  expect((await house.desk.as(house.boss, (ctx) => listIntakeRules(ctx))).items).toEqual([]);
});

it('what a rule names is there, and stays there while it does', async () => {
  const { skillId } = scene;
  const gone = house.desk.kernel.ids.uuid();
  await expect(put([rule({ name: 'x', queueId: gone })])).rejects.toMatchObject({ code: 'not_found' });
  await expect(
    put([rule({ name: 'x', conditions: conditions({ labelIds: [gone] }) })]),
  ).rejects.toMatchObject({ code: 'not_found' });
  const queueId = await house.queue('Passageira', { mode: 'pull' });
  await put([rule({ name: 'x', queueId, skills: [{ skillId, level: 1 }] })]);
  const archive = () =>
    house.desk.as(house.boss, (ctx) => archiveQueue(ctx, { params: { id: queueId }, query: {} }));
  await expect(archive()).rejects.toMatchObject({ code: 'conflict' });
  const forget = house.desk.as(house.boss, (ctx) => deleteSkill(ctx, { params: { id: skillId } }));
  await expect(forget).rejects.toMatchObject({ code: 'conflict' });
  await put([]);
  // What the rule had put there goes back first: a queue that ends with work in it routes that no more.
  await vi.waitFor(
    async () => expect((await house.items()).every((one) => one.queue_id !== queueId)).toBe(true),
    soon,
  );
  await archive();
});
