import { randomUUID } from 'node:crypto';
import type { AgreementInput } from '@meada/contract/routes/agreements';
import type { HoursInput } from '@meada/contract/routes/hours';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import type { Cursor } from '../../kernel/events/log.ts';
import { addInbox, addPerson, type Desk, eventsAfter, openDesk } from '../conversations/factories.ts';
import { paperChannel } from '../conversations/factories-channels.ts';
import { readReceived } from '../conversations/factories-work.ts';
import { changeConversation, changeStatus, readList, sendMessage } from '../conversations/index.ts';
import { createHours, putHolidays } from '../hours/index.ts';
import { receive } from '../inboxes/index.ts';
import { changeAgreement } from './change-agreement.ts';
import { createAgreement } from './create-agreement.ts';
import { deleteAgreement } from './delete-agreement.ts';
import { keepClocks } from './keep-clocks.ts';
import { missedPage } from './missed-page.ts';
import { readReport } from './read-report.ts';
import { runClocks } from './run-clocks.ts';
import { tellDeadlines } from './tell-deadlines.ts';
import { deadlinesOf } from './views.ts';

/** Agreements on the whole path of a conversation: what the customer writes, what we answer, what the clocks say. */

let desk: Desk;
let owner: PersonActor;
let inbox: string;
let place: Cursor = { tx: '0', id: 0 };

beforeAll(async () => {
  desk = await openDesk([paperChannel('near')]);
  owner = await addPerson(desk, { role: 'owner', name: 'Helena' });
  inbox = await addInbox(desk, 'near');
});
afterAll(() => desk?.close());

/** What the workers do behind the log, by hand. Answers the names of the deadline's events that came. */
async function follow(): Promise<string[]> {
  const told: string[] = [];
  for (;;) {
    const events = await eventsAfter(desk, place);
    const last = events.at(-1);
    if (!last) break;
    place = { tx: last.tx, id: last.id };
    await keepClocks(desk.kernel, events);
    told.push(...events.map(({ name }) => name).filter((name) => /^deadline\.(warned|missed)$/.test(name)));
  }
  return told;
}
const work = async (): Promise<string[]> => {
  await follow();
  while ((await runClocks(desk.kernel)) === 0);
  await tellDeadlines(desk.kernel);
  return follow();
};

let last = 0;
const caller = () => `+55419888${String(60_000 + ++last)}`;
async function write(from: string): Promise<string> {
  const item = {
    ...{ kind: 'message', externalId: randomUUID(), at: desk.clock.now().toISOString() },
    ...{
      from: { kind: 'phone', value: from },
      proof: 'platform',
      content: { v: 1, kind: 'text', text: 'oi' },
    },
  };
  const body = new TextEncoder().encode(JSON.stringify([item]));
  await receive(desk.kernel, { orgId: desk.orgId, inboxId: inbox }, [
    { externalId: randomUUID(), body, headers: {}, facts: {} },
  ]);
  await readReceived(desk);
  const rows = await desk.as(null, (ctx) =>
    ctx.client.query<{ id: string }>(
      'SELECT m.conversation_id AS id FROM external_ids x JOIN messages m ON m.id = x.message_id WHERE x.external_id = $1',
      [item.externalId],
    ),
  );
  return rows.rows[0]?.id ?? '';
}
const answer = (conversationId: string) =>
  desk.as(owner, (ctx) =>
    sendMessage(ctx, {
      conversationId,
      clientId: randomUUID(),
      content: { v: 1, kind: 'text', text: 'Olá' },
      internal: false,
      attachmentIds: [],
    }),
  );
const status = (conversationId: string, next: 'pending' | 'resolved' | 'open') =>
  desk.as(owner, (ctx) => changeStatus(ctx, { conversationId, status: next }));
const due = async (id: string): Promise<string | undefined> =>
  (await desk.as(null, (ctx) => deadlinesOf(ctx, [id]))).get(id)?.toISOString();
const listed = (view: 'due' | 'all') =>
  desk.as(owner, (ctx) => readList(ctx, { view, limit: 50 }).then((page) => page.items));
const deadlines = (id: string) =>
  desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('deadlines')
      .select(['what', 'kept', 'spent_ms', 'person_id', 'missed_at', 'ended_at'])
      .where('conversation_id', '=', id)
      .orderBy('started_at')
      .orderBy('what')
      .execute(),
  );

const office: HoursInput = {
  name: 'Loja',
  timeZone: 'America/Sao_Paulo',
  week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '18:00' })),
  holidays: 'national',
  ownHolidays: true,
  exceptions: [],
};
const conditions = { queueIds: [], inboxIds: [], priorities: [], segmentIds: [], labelIds: [] };
const quick: AgreementInput = {
  name: 'Padrão',
  active: true,
  conditions,
  hoursId: null,
  targets: { first_answer: 60, next_answer: 120, resolution: null },
  warnBefore: 15,
};

let agreementId = '';
const agree = async (input: Partial<AgreementInput>, hours?: Partial<HoursInput>): Promise<void> => {
  agreementId = await desk.as(owner, async (ctx) => {
    const { id: hoursId } = await createHours(ctx, { body: { ...office, ...hours } });
    return (await createAgreement(ctx, { body: { ...quick, hoursId, ...input } })).id;
  });
  await work();
};
const setAt = (text: string) => desk.clock.set(text);

beforeEach(async () => {
  if (agreementId) await desk.as(owner, (ctx) => deleteAgreement(ctx, { params: { id: agreementId } }));
  agreementId = '';
  await work();
});

describe('when it is due', () => {
  it('over a weekend and a holiday, by the clocks of the hours', async () => {
    setAt('2026-10-30T17:40:00-03:00');
    await agree({});
    // Friday, 20 minutes before closing; Monday is All Souls' Day.
    const id = await write(caller());
    await work();
    expect(await due(id)).toBe(new Date('2026-11-03T09:40:00-03:00').toISOString());
  });

  it('over a day of the firm’s own', async () => {
    setAt('2026-07-08T17:30:00-03:00');
    await agree({});
    const id = await write(caller());
    await work();
    expect(await due(id)).toBe(new Date('2026-07-09T09:30:00-03:00').toISOString());
    const holiday = { name: 'Data Magna', on: '07-09', open: null };
    await desk.as(owner, (ctx) => putHolidays(ctx, { body: { items: [holiday] } }));
    await work();
    expect(await due(id)).toBe(new Date('2026-07-10T09:30:00-03:00').toISOString());
    await desk.as(owner, (ctx) => putHolidays(ctx, { body: { items: [] } }));
    await work();
    expect(await due(id)).toBe(new Date('2026-07-09T09:30:00-03:00').toISOString());
  });

  it('over the night in which New York’s clocks go forward', async () => {
    // 7 March 2026, 23:30 in New York; at 2:00 it is 3:00. Attended day and night.
    setAt('2026-03-08T04:30:00Z');
    const night = {
      timeZone: 'America/New_York',
      week: [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, from: '00:00', to: '05:00' })),
      holidays: 'none' as const,
    };
    await agree({ targets: { first_answer: 180, next_answer: null, resolution: null } }, night);
    const id = await write(caller());
    await work();
    // From midnight three hours of work: 0–2 and 3–4 by the wall.
    expect(await due(id)).toBe('2026-03-08T08:00:00.000Z');
  });

  it('while we wait for the customer nothing runs, and what ran counts', async () => {
    setAt('2026-04-06T10:00:00-03:00');
    await agree({ targets: { first_answer: 60, next_answer: 120, resolution: 300 } });
    const from = caller();
    const id = await write(from);
    setAt('2026-04-06T10:30:00-03:00');
    await answer(id);
    await work();
    expect(await due(id)).toBe(new Date('2026-04-06T15:00:00-03:00').toISOString());
    setAt('2026-04-06T11:00:00-03:00');
    await status(id, 'pending');
    await work();
    expect(await due(id)).toBeUndefined();
    expect((await listed('all')).find((item) => item.id === id)?.due).toEqual({
      what: null,
      at: null,
      warnAt: null,
    });
    setAt('2026-04-08T09:00:00-03:00');
    await write(from);
    await work();
    // An hour of the resolution's five is spent; the next answer comes first.
    expect(await due(id)).toBe(new Date('2026-04-08T11:00:00-03:00').toISOString());
    await answer(id);
    await work();
    expect(await due(id)).toBe(new Date('2026-04-08T13:00:00-03:00').toISOString());
    await status(id, 'resolved');
    await work();
    expect((await listed('all')).find((item) => item.id === id)?.due).toBeNull();
    expect(await deadlines(id)).toMatchObject([
      { what: 'first_answer', kept: true, spent_ms: 30 * 60_000, person_id: owner.id },
      { what: 'resolution', kept: true, spent_ms: 60 * 60_000 },
      { what: 'next_answer', kept: true, spent_ms: 0 },
    ]);
  });
});

describe('what is told', () => {
  it('near and missed, each once, and not what was answered in time', async () => {
    setAt('2026-05-04T10:00:00-03:00');
    await agree({});
    const [late, early] = [await write(caller()), await write(caller())];
    await work();
    setAt('2026-05-04T10:44:59-03:00');
    expect(await work()).toEqual([]);
    await answer(early);
    setAt('2026-05-04T10:45:00-03:00');
    expect(await work()).toEqual(['deadline.warned']);
    expect(await work()).toEqual([]);
    setAt('2026-05-04T11:00:00-03:00');
    expect(await work()).toEqual(['deadline.missed']);
    expect(await work()).toEqual([]);
    setAt('2026-05-04T11:10:00-03:00');
    await answer(late);
    expect(await work()).toEqual([]);
    expect(await deadlines(late)).toMatchObject([{ kept: false, spent_ms: 70 * 60_000 }]);
    const report = await desk.as(owner, (ctx) =>
      readReport(ctx, { query: { from: '2026-05-04', to: '2026-05-04' } }),
    );
    expect(report.total.first_answer).toEqual({ kept: 1, missed: 1, open: 0, median: 57.5 });
    expect(report.people).toMatchObject([{ name: 'Helena', first_answer: { kept: 1, missed: 1 } }]);
    expect(report.days.map(({ key }) => key)).toEqual(['2026-05-04']);
    expect(report.missed).toMatchObject([{ conversationId: late, what: 'first_answer', person: 'Helena' }]);
    const day = { from: '2026-05-04', to: '2026-05-04' };
    const [one, ...more] = await desk.as(owner, (ctx) => missedPage(ctx, day, { after: null, limit: 1 }));
    expect(one).toMatchObject({ conversationId: late, spentMs: 70 * 60_000, person: 'Helena' });
    const after = one?.id ?? null;
    expect([more, await desk.as(owner, (ctx) => missedPage(ctx, day, { after, limit: 9 }))]).toEqual([
      [],
      [],
    ]);
  });

  it('an answer that is not counted yet is counted before anything is called missed', async () => {
    setAt('2026-05-11T10:00:00-03:00');
    await agree({});
    const id = await write(caller());
    await work();
    setAt('2026-05-11T10:30:00-03:00');
    await answer(id);
    setAt('2026-05-11T12:00:00-03:00');
    await tellDeadlines(desk.kernel);
    expect(await follow()).toEqual([]);
    expect(await deadlines(id)).toMatchObject([{ kept: true, missed_at: null }]);
  });
});

describe('which agreement', () => {
  it('changes with the conversation, the agreement and its going; what is over stays', async () => {
    setAt('2026-06-01T10:00:00-03:00');
    await agree({});
    const id = await write(caller());
    await work();
    await desk.as(owner, async (ctx) => {
      const change = { ...quick, targets: { first_answer: 30, next_answer: null, resolution: null } };
      await changeAgreement(ctx, { params: { id: agreementId }, body: change });
    });
    await work();
    // Counted by the inbox, which has no hours: day and night.
    expect(await due(id)).toBe(new Date('2026-06-01T10:30:00-03:00').toISOString());
    await answer(id);
    await work();
    await desk.as(owner, async (ctx) => {
      const change = { ...quick, conditions: { ...conditions, priorities: ['urgent' as const] } };
      await changeAgreement(ctx, { params: { id: agreementId }, body: change });
    });
    await work();
    expect(await due(id)).toBeUndefined();
    expect(await deadlines(id)).toMatchObject([{ what: 'first_answer', kept: true }]);
  });

  it('one made later promises nothing of what was over before', async () => {
    setAt('2026-06-08T10:00:00-03:00');
    const id = await write(caller());
    await answer(id);
    setAt('2026-06-08T11:00:00-03:00');
    await agree({ targets: { first_answer: 1, next_answer: 1, resolution: 600 } });
    expect(await deadlines(id)).toMatchObject([{ what: 'resolution', ended_at: null }]);
  });

  it('the list comes due first, page by page', async () => {
    setAt('2026-06-15T10:00:00-03:00');
    await agree({});
    const ids: string[] = [];
    for (const at of ['10:00', '10:10', '10:20']) {
      setAt(`2026-06-15T${at}:00-03:00`);
      ids.push(await write(caller()));
    }
    await work();
    const all = (await listed('due')).map(({ id }) => id).filter((id) => ids.includes(id));
    expect(all).toEqual(ids);
    const first = await desk.as(owner, (ctx) => readList(ctx, { view: 'due', limit: 1 }));
    const second = await desk.as(owner, (ctx) =>
      readList(ctx, { view: 'due', limit: 1, cursor: first.next ?? '' }),
    );
    expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
    expect((first.items[0]?.due?.at ?? '') <= (second.items[0]?.due?.at ?? '')).toBe(true);
  });

  it('of a queue while a colleague of another one is asked to take it over', async () => {
    setAt('2026-06-16T10:00:00-03:00');
    const [own, other] = [randomUUID(), randomUUID()];
    const insert = (query: string, values: unknown[]) =>
      desk.as(null, (ctx) => ctx.client.query(query, [ctx.orgId, ...values]));
    for (const [position, id] of [own, other].entries())
      await insert('INSERT INTO queues (org_id, id, name, position, settings) VALUES ($1, $2, $3, $4, $5)', [
        ...[id, id, position, '{}'],
      ]);
    await insert('INSERT INTO agents (org_id, person_id) VALUES ($1, $2)', [owner.id]);
    await agree({ conditions: { ...conditions, queueIds: [own] } });
    const id = await write(caller());
    const enters = async (kind: string, queueId: string) => {
      desk.clock.advance(60_000);
      await insert(
        `INSERT INTO work_items (org_id, id, conversation_id, queue_id, kind, class, channel, state, arrived_at, waiting_since,
          created_at, ends_at, left_by) VALUES ($1, $2, $3, $4, $5, 'deferred', 'near', 'waiting', $6, $6, $6, $6, $7)`,
        [randomUUID(), id, queueId, kind, desk.clock.now(), owner.id],
      );
      await desk.as(owner, (ctx) =>
        changeConversation(ctx, { conversationId: id, priority: kind === 'hand_over' ? 'high' : 'low' }),
      );
      await work();
    };
    await enters('conversation', own);
    const promised = await due(id);
    expect(promised).toBe(new Date('2026-06-16T11:00:00-03:00').toISOString());
    await enters('hand_over', other);
    expect(await due(id)).toBe(promised);
  });
});
