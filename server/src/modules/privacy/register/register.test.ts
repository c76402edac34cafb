import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { dayIn } from '../../../kernel/calendar.ts';
import {
  addCustomer,
  addInbox,
  addPerson,
  addTalk,
  type Desk,
  openDesk,
  type Talk,
} from '../../conversations/factories.ts';
import { isBusinessDay } from '../../hours/index.ts';
import { businessDaysUntil, daysUntil, incidentDueOn, keptUntil } from '../days.ts';
import { warnDeadlines } from '../deadlines/warn-deadlines.ts';
import { setHold } from '../holds/set-hold.ts';
import { changeRetention } from '../retention/change-retention.ts';
import { keepRetention } from '../retention/run.ts';
import { startRun } from '../retention/start-run.ts';
import { retentionOf } from '../retention/views.ts';
import { changeIncident } from './change-incident.ts';
import { openIncident } from './open-incident.ts';
import { readProcessing } from './read-processing.ts';

let desk: Desk;
let owner: PersonActor;
let inboxId = '';
beforeAll(async () => {
  desk = await openDesk();
  owner = await addPerson(desk, { role: 'owner' });
  inboxId = await addInbox(desk, 'chat');
});
afterAll(() => desk?.close());

describe('the clock of incidents', () => {
  it('three business days, weekends and national holidays left out; six for a small agent', () => {
    // Friday before Carnival, which is no national holiday; Wednesday before Good Friday; Friday before Tiradentes.
    expect(incidentDueOn('2026-02-13', false)).toBe('2026-02-18');
    expect(incidentDueOn('2026-04-01', false)).toBe('2026-04-07');
    expect(incidentDueOn('2026-04-17', false)).toBe('2026-04-23');
    expect(incidentDueOn('2026-03-02', true)).toBe('2026-03-10');
  });
  it('the last day is a business day, and counts down to 0', () => {
    const day = fc.date({ min: new Date('2025-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.boolean(), (at, isSmall) => {
        const noticed = at.toISOString().slice(0, 10);
        const due = incidentDueOn(noticed, isSmall);
        expect(isBusinessDay(due)).toBe(true);
        expect(businessDaysUntil(noticed, due)).toBe(isSmall ? 6 : 3);
        expect([businessDaysUntil(due, due), daysUntil(due, due)]).toEqual([0, 0]);
      }),
    );
  });
  it('the day is the one of the firm, and a register entry is kept five years', () => {
    expect(dayIn('America/Sao_Paulo', new Date('2026-03-03T01:00:00Z'))).toBe('2026-03-02');
    expect(keptUntil('2026-03-02')).toBe('2031-03-02');
  });

  it('is registered, warned of, and closed only when it was told or it is written why not', async () => {
    const body = {
      ...{
        title: 'Notebook roubado',
        happened: 'No metrô',
        happenedAt: null,
        noticedAt: desk.clock.now().toISOString(),
      },
      ...{ dataKinds: ['contact' as const], affected: 12, risk: 'relevant' as const },
    };
    const made = await desk.as(owner, (ctx) => openIncident(ctx, { body }));
    expect(made).toMatchObject({ dueOn: '2026-03-05', daysLeft: 3, late: false, keptUntil: '2031-03-02' });
    const change = (body: object) =>
      desk.as(owner, (ctx) => changeIncident(ctx, { params: { id: made.id }, body }));
    await expect(change({ closed: true })).rejects.toMatchObject({ code: 'refused' });
    desk.clock.advance(3 * 86_400_000);
    await warnDeadlines(desk.kernel);
    await warnDeadlines(desk.kernel);
    const warned = await desk.as(null, (ctx) =>
      ctx.db.selectFrom('audit_entries').select('id').where('action', '=', 'privacy.incident_due').execute(),
    );
    expect(warned).toHaveLength(1);
    desk.clock.advance(86_400_000);
    expect(await change({ measures: 'Senha trocada', note: 'Polícia avisada' })).toMatchObject({
      late: true,
      daysLeft: -1,
    });
    const at = desk.clock.now().toISOString();
    const told = await change({
      authorityToldAt: at,
      peopleToldAt: at,
      peopleToldHow: 'e-mail',
      closed: true,
    });
    expect(told.closedAt).not.toBeNull();
    expect(told.entries.map(({ kind }) => kind)).toEqual([
      'note',
      'measure',
      'note',
      'people',
      'authority',
      'people',
    ]);
    const tamper = desk.as(null, (ctx) => ctx.client.query(`UPDATE incident_entries SET text = ''`));
    await expect(tamper).rejects.toMatchObject({ code: '42501' });
  });
});

it('the record of processing names every table with personal columns, and its retention', async () => {
  const record = await desk.as(owner, (ctx) => readProcessing(ctx));
  const all = record.activities.flatMap(({ tables }) => tables.map(({ table }) => table));
  expect(all).toEqual(
    expect.arrayContaining(['messages', 'identities', 'customer_facts', 'consents', 'receipts']),
  );
  expect(new Set(all).size).toBe(all.length);
  expect(record.recipients).toEqual([{ channel: 'chat', inboxes: ['chat'] }]);
});

describe('retention', () => {
  const textsOf = (talks: readonly Talk[]) =>
    Promise.all(
      talks.map((talk) =>
        desk.as(null, async (ctx) => {
          const row = await ctx.db
            .selectFrom('messages')
            .select('content')
            .where('id', '=', talk.messageId)
            .executeTakeFirstOrThrow();
          return (row.content as { text: string }).text;
        }),
      ),
    );

  it('purges what is old and closed, passes by what is open, new or held; counts first, and says so', async () => {
    const talk = (text: string) => addTalk(desk, inboxId, { text });
    const [old, open, held] = [await talk('velha'), await talk('aberta'), await talk('retida')];
    await desk.as(null, (ctx) =>
      ctx.client.query(`UPDATE messages SET created_at = $1 WHERE id = ANY ($2); `.replace('; ', ''), [
        new Date(desk.clock.now().getTime() - 100 * 86_400_000),
        [old.messageId, open.messageId, held.messageId],
      ]),
    );
    await desk.as(null, (ctx) =>
      ctx.client.query(
        `UPDATE conversations SET status = 'resolved', resolved_at = now() WHERE id = ANY ($1)`,
        [[old.id, held.id]],
      ),
    );
    const fresh = await talk('nova');
    const params = { id: held.customerId };
    await desk.as(owner, (ctx) => setHold(ctx, { params, body: { reason: 'processo 9', until: null } }));
    const body = { category: 'messages' as const, days: 90 };
    await desk.as(owner, (ctx) => changeRetention(ctx, { body }));
    const tooShort = desk.as(owner, (ctx) => changeRetention(ctx, { body: { ...body, days: 3 } }));
    await expect(tooShort).rejects.toMatchObject({ code: 'refused' });

    await desk.as(owner, (ctx) => startRun(ctx, { body: { trial: true } }));
    const double = desk.as(owner, (ctx) => startRun(ctx, { body: { trial: true } }));
    await expect(double).rejects.toMatchObject({ code: 'conflict' });
    await keepRetention(desk.kernel);
    const all = [old, open, held, fresh];
    expect(await textsOf(all)).toEqual(['velha', 'aberta', 'retida', 'nova']);
    const counted = async () =>
      (await desk.as(owner, retentionOf)).runs[0]?.report.find(({ category }) => category === 'messages');
    expect(await counted()).toMatchObject({ purged: 1, held: 1 });

    desk.clock.advance(1000);
    await desk.as(owner, (ctx) => startRun(ctx, { body: { trial: false } }));
    await keepRetention(desk.kernel);
    expect(await textsOf(all)).toEqual(['', 'aberta', 'retida', 'nova']);
    expect(await counted()).toMatchObject({ purged: 1, held: 1, left: false });
  });

  it('runs by itself once a night of the firm, and a run that was cut off goes on', async () => {
    const until3 = (27 - 3 - desk.clock.now().getUTCHours()) % 24;
    // São Paulo is three hours behind UTC: 06:00 UTC is 3 in the night.
    desk.clock.advance((until3 + 6) * 3_600_000);
    const before = (await desk.as(owner, retentionOf)).runs.length;
    await keepRetention(desk.kernel);
    await keepRetention(desk.kernel);
    expect((await desk.as(owner, retentionOf)).runs.length).toBe(before + 1);
    await desk.as(null, (ctx) =>
      ctx.client.query(
        `UPDATE retention_runs SET state = 'running', moved_at = $1 WHERE started_by IS NULL`,
        [new Date(desk.clock.now().getTime() - 3_600_000)],
      ),
    );
    await keepRetention(desk.kernel);
    expect((await desk.as(owner, retentionOf)).runs[0]?.state).toBe('done');
  });

  it('anonymous visitors who were not seen again are erased, people are not', async () => {
    const named = await addCustomer(desk, { name: null, value: '55113332211' });
    await desk.as(owner, (ctx) => changeRetention(ctx, { body: { category: 'visitors', days: 1 } }));
    desk.clock.advance(5 * 86_400_000);
    await desk.as(owner, (ctx) => startRun(ctx, { body: { trial: false } }));
    await keepRetention(desk.kernel);
    const row = await desk.as(null, (ctx) =>
      ctx.db
        .selectFrom('customers')
        .select('erased_at')
        .where('id', '=', named.customerId)
        .executeTakeFirstOrThrow(),
    );
    expect(row.erased_at).toBeNull();
    expect((await desk.as(owner, retentionOf)).runs[0]).toMatchObject({ state: 'done' });
  });
});
