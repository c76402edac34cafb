import { randomUUID } from 'node:crypto';
import {
  type Macro,
  MacroAction,
  type MacroInput,
  type MacroStep,
  type Snooze,
} from '@meada/contract/macros';
import type { WakeEvent } from '@meada/contract/routes/conversations';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import {
  addCustomer,
  addInbox,
  addPerson,
  addTalk,
  addTeam,
  type Desk,
  openDesk,
  type Talk,
} from '../../conversations/factories.ts';
import { channels, paperChannel } from '../../conversations/factories-channels.ts';
import { createStatus, stateOf } from '../../conversations/index.ts';
import { saveCanned } from '../canned/save-canned.ts';
import { deleteMacro } from './delete-macro.ts';
import { previewMacro } from './preview-macro.ts';
import { runMacro } from './run-macro.ts';
import { saveMacro } from './save-macro.ts';
import { undoMacro } from './undo-macro.ts';
import { macrosOf } from './views.ts';

let desk: Desk;
let ana: PersonActor;
let rui: PersonActor;
let boss: PersonActor;
let teamId: string;
let labelId: string;
let inboxes: Record<'chat' | 'windowed' | 'mail', string>;

beforeAll(async () => {
  desk = await openDesk([
    ...channels,
    paperChannel('mail', { subject: true, html: true, class: 'deferred' }),
  ]);
  ana = await addPerson(desk, { name: 'Ana Lima' });
  rui = await addPerson(desk, { name: 'Rui', visibility: 'assigned' });
  boss = await addPerson(desk, { name: 'Lia', role: 'supervisor' });
  teamId = await addTeam(desk, 'Trocas');
  inboxes = {
    chat: await addInbox(desk, 'chat'),
    windowed: await addInbox(desk, 'windowed'),
    mail: await addInbox(desk, 'mail'),
  };
  labelId = await desk.as(null, async (ctx) => {
    const id = ctx.ids.uuid();
    await ctx.db
      .insertInto('labels')
      .values({ org_id: ctx.orgId, id, name: 'Troca', colour: '#112233' })
      .execute();
    return id;
  });
});
afterAll(() => desk.close());

const reply = (text: string): MacroAction => ({ kind: 'reply', text, html: null });
const resolve: MacroAction = { kind: 'status', status: 'resolved', snooze: null };
const make = (actor: PersonActor, actions: MacroAction[], more: Partial<MacroInput> = {}): Promise<Macro> =>
  desk.as(actor, (ctx) =>
    saveMacro(ctx, {
      body: { name: 'Troca', actions, inboxIds: [], folder: '', shownTo: 'all', teamIds: [], ...more },
    }),
  );
const run = (
  actor: PersonActor,
  talk: Talk,
  { macro, ...more }: { macro: Macro } & Record<string, unknown>,
) =>
  desk.as(actor, (ctx) =>
    runMacro(ctx, {
      params: { id: talk.id },
      body: { runId: randomUUID(), macroId: macro.id, words: [], ...more },
    }),
  );
const preview = async (actor: PersonActor, talk: Talk, macro: Macro): Promise<MacroStep[]> =>
  (await desk.as(actor, (ctx) => previewMacro(ctx, { params: { id: talk.id }, body: { macroId: macro.id } })))
    .steps;
const undo = (actor: PersonActor, id: string) => desk.as(actor, (ctx) => undoMacro(ctx, { params: { id } }));
const state = (talk: Talk) => desk.as(null, (ctx) => stateOf(ctx, talk.id));
const said = (talk: Talk): Promise<string[]> =>
  desk.as(null, async (ctx) => {
    const { rows } = await sql<{ text: string }>`SELECT content->>'text' AS text FROM messages
      WHERE org_id = ${ctx.orgId} AND conversation_id = ${talk.id} AND author_kind = 'person' ORDER BY seq`.execute(
      ctx.db,
    );
    return rows.map(({ text }) => text);
  });
const talkOf = async (inbox: keyof typeof inboxes, name = 'Bia Reis') =>
  addTalk(desk, inboxes[inbox], { caller: await addCustomer(desk, { name }) });

describe('a macro', () => {
  test('is its maker’s or others’, names only what is there, and says to others nothing of one’s own', async () => {
    await expect(make(ana, [resolve])).rejects.toMatchObject({ code: 'forbidden' });
    const own = await make(ana, [resolve], { shownTo: 'own' });
    expect((await desk.as(boss, macrosOf)).map(({ id }) => id)).not.toContain(own.id);
    await expect(desk.as(boss, (ctx) => deleteMacro(ctx, { params: { id: own.id } }))).rejects.toMatchObject({
      code: 'not_found',
    });
    const gone = randomUUID();
    for (const [action, field] of [
      [{ kind: 'assign', to: 'team', teamId: gone }, 'teamId'],
      [{ kind: 'assign', to: 'person', assigneeId: gone }, 'assigneeId'],
      [{ kind: 'labels', mode: 'add', labelIds: [gone] }, 'labelIds'],
      [{ kind: 'reply', cannedId: gone, text: '', html: null }, 'cannedId'],
    ] as [MacroAction, string][])
      await expect(make(boss, [resolve, action])).rejects.toMatchObject({
        code: 'refused',
        field: `body.actions.1.${field}`,
      });
    const canned = await desk.as(boss, (ctx) => saveCanned(ctx, { body: { ...cannedBody, shownTo: 'own' } }));
    const action: MacroAction = { kind: 'reply', cannedId: canned.id, text: '', html: null };
    await expect(make(boss, [action])).rejects.toMatchObject({ field: 'body.actions.0.cannedId' });
    await make(boss, [action], { shownTo: 'own' });
  });
});

const cannedBody = {
  ...{ shortcut: 'troca', title: 'Troca', text: '{{saudacao}}, {{cliente.primeiro_nome}}!', html: null },
  wordings: [
    { channels: ['mail'], locale: null, text: 'Carta', html: '<p>Prezada <b>{{cliente.nome}}</b></p>' },
  ],
  ...{ folder: '', shownTo: 'all' as const, teamIds: [], attachmentIds: [] },
};

describe('running a macro', () => {
  test('does its actions in order, all by one’s own rights, once for each runId, and leaves a trail', async () => {
    const macro = await make(boss, [
      reply('{{saudacao}}, {{cliente.primeiro_nome}}! {{protocolo}}'),
      { kind: 'note', text: 'Visto por {{atendente.nome}}' },
      { kind: 'labels', mode: 'add', labelIds: [labelId] },
      { kind: 'priority', priority: 'high' },
      { kind: 'follow', follow: true },
      { kind: 'status', status: 'snoozed', snooze: { days: 1, time: '08:00' } },
    ]);
    const talk = await talkOf('chat');
    const steps = await preview(ana, talk, macro);
    expect(steps.map(({ outcome }) => outcome)).toEqual(Array(6).fill('done'));
    expect(steps[0]?.text).toMatch(/^Bom dia, Bia! \d{8}-/);
    expect(steps[5]?.until).toBe('2026-03-03T11:00:00.000Z');
    expect([await said(talk), (await state(talk)).status]).toEqual([[], 'open']);

    const runId = randomUUID();
    await run(ana, talk, { macro, runId });
    expect((await run(ana, talk, { macro, runId })).steps).toEqual([]);
    await expect(run(boss, talk, { macro, runId })).rejects.toMatchObject({ code: 'conflict' });
    expect(await said(talk)).toEqual([steps[0]?.text, 'Visto por Ana Lima']);
    const after = await state(talk);
    expect(after).toMatchObject({
      status: 'snoozed',
      priority: 'high',
      labelIds: [labelId],
      assigneeId: ana.id,
    });

    const done = await undo(ana, runId);
    expect(done.kept.sort()).toEqual(['note', 'reply']);
    expect(done.undone.sort()).toEqual(['assignee', 'followers', 'labels', 'priority', 'status']);
    expect(await state(talk)).toMatchObject({
      status: 'open',
      priority: 'normal',
      labelIds: [],
      assigneeId: null,
    });
    await expect(undo(ana, runId)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('all of it or nothing: a refusal leaves no word, and names its action; a preview says so before', async () => {
    const macro = await make(boss, [
      { kind: 'priority', priority: 'urgent' },
      { kind: 'labels', mode: 'add', labelIds: [labelId] },
      { kind: 'assign', to: 'team', teamId },
      reply('Oi, {{cliente.email}}'),
    ]);
    const talk = await talkOf('chat');
    const before = await state(talk);
    // An agent may not give it to a team, and the address is not known: each is said for itself.
    expect((await preview(ana, talk, macro)).map(({ outcome, code }) => code ?? outcome)).toEqual([
      'done',
      'done',
      'forbidden',
      'refused',
    ]);
    await expect(run(ana, talk, { macro })).rejects.toMatchObject({
      code: 'forbidden',
      field: 'body.actions.2',
    });
    await expect(run(boss, talk, { macro })).rejects.toMatchObject({
      code: 'refused',
      field: 'body.actions.3',
    });
    expect(await state(talk)).toEqual(before);
    // What the agent wrote into the gap goes out as they wrote it.
    await run(boss, talk, { macro, words: [{ index: 3, text: 'Oi, bia@x.example', html: null }] });
    expect(await said(talk)).toEqual(['Oi, bia@x.example']);
  });

  test('goes through the send path: a closed window and a no of the customer are told, and refused', async () => {
    const macro = await make(boss, [reply('Oi'), resolve]);
    const talk = await talkOf('windowed');
    await desk.as(null, (ctx) =>
      sql`UPDATE legs SET last_inbound_at = ${new Date('2026-02-01T00:00:00Z')} WHERE org_id = ${ctx.orgId}
        AND conversation_id = ${talk.id}`.execute(ctx.db),
    );
    await desk.as(null, (ctx) =>
      sql`UPDATE messages SET at = ${new Date('2026-02-01T00:00:00Z')} WHERE org_id = ${ctx.orgId}
        AND conversation_id = ${talk.id}`.execute(ctx.db),
    );
    expect((await preview(ana, talk, macro)).map(({ code }) => code)).toEqual(['window_closed', null]);
    await expect(run(ana, talk, { macro })).rejects.toMatchObject({ code: 'window_closed' });
    expect((await state(talk)).status).toBe('open');
  });

  test('a rich letter has the customer’s name as text, never as HTML, and the words of its channel', async () => {
    const canned = await desk.as(boss, (ctx) => saveCanned(ctx, { body: cannedBody }));
    const macro = await make(boss, [{ kind: 'reply', cannedId: canned.id, text: '', html: null }]);
    const talk = await talkOf('mail', '<img src=x onerror=alert(1)> Bia');
    const [step] = await preview(ana, talk, macro);
    expect(step).toMatchObject({ channel: 'mail', undoSeconds: 5 });
    expect(step?.html).toContain('&lt;img src=x onerror=alert(1)&gt; Bia');
    expect(step?.html).not.toContain('<img');
    // It waits the seconds in which it can be taken back, and is.
    const { runId } = await run(ana, talk, { macro });
    expect(await said(talk)).toEqual([]);
    expect(await undo(ana, runId)).toEqual({ undone: ['reply'], kept: [] });
  });

  test('is for the inboxes it names, and for conversations one sees', async () => {
    const macro = await make(boss, [resolve], { inboxIds: [inboxes.mail] });
    const talk = await talkOf('chat');
    await expect(run(ana, talk, { macro })).rejects.toMatchObject({ code: 'refused', field: 'body.macroId' });
    const any = await make(boss, [resolve]);
    await expect(run(rui, talk, { macro: any })).rejects.toMatchObject({ code: 'not_found' });
    await expect(preview(rui, talk, any)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('who left, and what is no more', () => {
  const leave = (person: PersonActor) =>
    desk.as(null, (ctx) =>
      ctx.db.updateTable('members').set({ active: false }).where('id', '=', person.id).execute(),
    );

  test('who is deactivated is given nothing: the preview says so, a run does nothing, and it is not saved again', async () => {
    const eva = await addPerson(desk, { name: 'Eva' });
    const give: MacroAction = { kind: 'assign', to: 'person', assigneeId: eva.id };
    const macro = await make(boss, [{ kind: 'priority', priority: 'high' }, give]);
    await leave(eva);
    const talk = await talkOf('chat');
    expect((await preview(boss, talk, macro)).map(({ outcome, code }) => [outcome, code])).toEqual([
      ['done', null],
      ['refused', 'deactivated'],
    ]);
    await expect(run(boss, talk, { macro })).rejects.toMatchObject({
      code: 'deactivated',
      field: 'body.actions.1',
    });
    expect(await state(talk)).toMatchObject({ assigneeId: null, priority: 'normal' });
    await expect(make(boss, [give])).rejects.toMatchObject({
      code: 'deactivated',
      field: 'body.actions.0.assigneeId',
    });
  });

  test('a team that is no more is given nothing; labels that are no more are passed over', async () => {
    const passing = await addTeam(desk, 'De passagem');
    const macro = await make(boss, [{ kind: 'assign', to: 'team', teamId: passing }]);
    const lost = await desk.as(null, async (ctx) => {
      const id = ctx.ids.uuid();
      const row = { org_id: ctx.orgId, id, name: 'De passagem', colour: '#112233' };
      await ctx.db.insertInto('labels').values(row).execute();
      return id;
    });
    const labels = await make(boss, [{ kind: 'labels', mode: 'add', labelIds: [lost, labelId] }]);
    await desk.as(null, async (ctx) => {
      await ctx.db.deleteFrom('teams').where('id', '=', passing).execute();
      await ctx.db.deleteFrom('labels').where('id', '=', lost).execute();
    });
    const talk = await talkOf('chat');
    expect(await preview(boss, talk, macro)).toMatchObject([{ outcome: 'refused', code: 'not_found' }]);
    await expect(run(boss, talk, { macro })).rejects.toMatchObject({ code: 'not_found' });
    await run(boss, talk, { macro: labels });
    expect(await state(talk)).toMatchObject({ teamId: null, labelIds: [labelId] });
  });
});

describe('taking a run back', () => {
  test('leaves what somebody changed since, and works when it has left one’s sight', async () => {
    const macro = await make(boss, [
      { kind: 'priority', priority: 'urgent' },
      { kind: 'labels', mode: 'add', labelIds: [labelId] },
      resolve,
    ]);
    const talk = await talkOf('chat');
    const waited = (await state(talk)).waitingSince;
    const { runId } = await run(ana, talk, { macro });
    expect((await state(talk)).waitingSince).toBeNull();
    await desk.as(null, (ctx) =>
      sql`UPDATE conversations SET priority = 'low', team_id = ${teamId} WHERE org_id = ${ctx.orgId} AND id = ${talk.id}`.execute(
        ctx.db,
      ),
    );
    await expect(undo(rui, runId)).rejects.toMatchObject({ code: 'not_found' });
    const { undone, kept } = await undo(ana, runId);
    expect([undone.sort(), kept]).toEqual([['labels', 'status'], ['priority']]);
    expect(await state(talk)).toMatchObject({
      status: 'open',
      priority: 'low',
      labelIds: [],
      waitingSince: waited,
      teamId,
    });
  });

  test('not after half an hour', async () => {
    const talk = await talkOf('chat');
    const { runId } = await run(ana, talk, { macro: await make(boss, [resolve]) });
    await desk.as(null, (ctx) =>
      sql`UPDATE macro_runs SET ran_at = ran_at - interval '31 minutes' WHERE org_id = ${ctx.orgId}`.execute(
        ctx.db,
      ),
    );
    await expect(undo(ana, runId)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a status', () => {
  const status = (name: string, category: 'pending' | 'resolved') =>
    desk.as(boss, (ctx) =>
      createStatus(ctx, { body: { name, category, colour: '#112233', isDefault: false } }),
    );

  test('of the firm’s own is named by it, and only under its category while it can be given', async () => {
    const factory = await status('Na fábrica', 'pending');
    const own = (category: 'pending' | 'resolved', statusId: string): MacroAction => ({
      ...{ kind: 'status', status: category, snooze: null },
      statusId,
    });
    for (const wrong of [own('resolved', factory.id), own('pending', randomUUID())])
      await expect(make(boss, [wrong])).rejects.toMatchObject({ field: 'body.actions.0.statusId' });
    const macro = await make(boss, [own('pending', factory.id)]);
    const talk = await talkOf('chat');
    const { runId } = await run(ana, talk, { macro });
    expect(await state(talk)).toMatchObject({ status: 'pending', statusId: factory.id });
    await undo(ana, runId);
    expect(await state(talk)).toMatchObject({ status: 'open', statusId: null });
    await desk.as(null, (ctx) =>
      sql`UPDATE statuses SET archived_at = now() WHERE org_id = ${ctx.orgId} AND id = ${factory.id}`.execute(
        ctx.db,
      ),
    );
    expect(await preview(ana, talk, macro)).toMatchObject([{ outcome: 'refused' }]);
    await expect(make(boss, [own('pending', factory.id)])).rejects.toMatchObject({ code: 'refused' });
  });

  test('puts aside until something happens, at most until a moment, and waits only for what there is', async () => {
    const aside = (wake: WakeEvent, snooze: Snooze | null = null): MacroAction => ({
      ...{ kind: 'status', status: 'snoozed' },
      ...{ snooze, wake },
    });
    const talk = await talkOf('chat');
    const answered = await make(boss, [aside('answer', { days: 1, time: '08:00' })]);
    const { runId, steps } = await run(ana, talk, { macro: answered });
    expect(steps).toMatchObject([{ outcome: 'done', until: '2026-03-03T11:00:00.000Z' }]);
    const snoozed = { status: 'snoozed', snoozeEvent: 'answer', snoozedBy: ana.id };
    expect(await state(talk)).toMatchObject({ ...snoozed, snoozedUntil: '2026-03-03T11:00:00.000Z' });
    expect((await undo(ana, runId)).undone).toEqual(['status']);
    await run(ana, talk, { macro: await make(boss, [aside('note')]) });
    expect(await state(talk)).toMatchObject({ ...snoozed, snoozeEvent: 'note', snoozedUntil: null });
    expect(await preview(ana, talk, await make(boss, [aside('task')]))).toMatchObject([
      { outcome: 'refused' },
    ]);
  });

  test.each([
    { status: 'snoozed', snooze: null },
    { status: 'snoozed', snooze: null, wake: null },
    { status: 'open', snooze: null, wake: 'answer' },
    { status: 'snoozed', snooze: null, wake: 'answer', statusId: randomUUID() },
    { status: 'snoozed', snooze: null, wake: 'sunrise' },
  ])('is not taken half: %j', (half) =>
    expect(MacroAction.safeParse({ kind: 'status', ...half }).success).toBe(false),
  );
});
