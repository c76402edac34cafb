import type { AgreementReport, ReportLine } from '@meada/contract/routes/agreements';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import { addInbox, addPerson, addTalk, type Desk, openDesk } from '../conversations/factories.ts';
import { paperChannel } from '../conversations/factories-channels.ts';
import { createAgreement } from './create-agreement.ts';
import { missedPage } from './missed-page.ts';
import { readReport } from './read-report.ts';
import { reportGroups } from './report-groups.ts';

/** The report against the rows themselves, summed up by other means. */

const promises = ['first_answer', 'next_answer', 'resolution'] as const;
const priorities = ['low', 'normal', 'high', 'urgent'] as const;
type Row = {
  what: (typeof promises)[number];
  agreements: string;
  queues: string | null;
  channels: string;
  priorities: string | null;
  people: string | null;
  teams: string | null;
  inboxes: string;
  /** Of the firm's calendar. */
  days: string;
  kept: boolean | null;
  missed: boolean;
  ended: boolean;
  spent: number | null;
};

let desk: Desk;
let owner: PersonActor;
const rows: Row[] = [];
const channelOf = new Map<string, string>();
let queues: string[] = [];

/** The same numbers at every run. */
let seed = 7;
const dice = (sides: number): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor((seed / 2_147_483_648) * sides);
};
const oneOf = <T>(list: readonly T[]): T => list[dice(list.length)] as T;

beforeAll(async () => {
  desk = await openDesk([paperChannel('near'), paperChannel('far')]);
  owner = await addPerson(desk, { role: 'owner', name: 'Helena' });
  const people = [owner.id, (await addPerson(desk, { role: 'agent', name: 'Ana' })).id, null];
  const inboxes = [await addInbox(desk, 'near'), await addInbox(desk, 'near'), await addInbox(desk, 'far')];
  for (const [n, id] of inboxes.entries()) channelOf.set(id, n < 2 ? 'near' : 'far');
  queues = await desk.as(null, async (ctx) => {
    const made = ['Vendas', 'Suporte'].map((name, position) => ({ id: ctx.ids.uuid(), name, position }));
    for (const one of made)
      await ctx.db
        .insertInto('queues')
        .values({ org_id: ctx.orgId, settings: JSON.stringify({}), ...one })
        .execute();
    return made.map(({ id }) => id);
  });
  const agreements = [await agreement('Padrão'), await agreement('VIP')];
  const conversations = [
    (await addTalk(desk, inboxes[0] as string)).id,
    (await addTalk(desk, inboxes[2] as string)).id,
  ];
  await fill({ conversations, agreements, inboxes, people });
});
afterAll(() => desk?.close());

const agreement = async (name: string): Promise<string> => {
  const conditions = { queueIds: [], inboxIds: [], priorities: [], segmentIds: [], labelIds: [] };
  const targets = { first_answer: 30, next_answer: 60, resolution: 480 };
  const body = { name, active: true, conditions, hoursId: null, targets, warnBefore: 5 };
  return (await desk.as(owner, (ctx) => createAgreement(ctx, { body }))).id;
};

type Things = Record<'conversations' | 'agreements' | 'inboxes', string[]> & { people: (string | null)[] };
async function fill({ conversations, agreements, inboxes, people }: Things): Promise<void> {
  await desk.as(null, async (ctx) => {
    for (let n = 0; n < 400; n += 1) {
      // From three days before the stretch until after it; around midnight in São Paulo, too.
      const at = Date.parse('2026-03-07T00:00:00Z') + n * 2.5 * 3_600_000 + dice(3_600) * 1000;
      const ended = dice(5) > 0;
      const missed = dice(3) === 0 || !ended;
      const spent = ended ? dice(20_000_000) : null;
      const inbox = oneOf(inboxes);
      const row: Row = {
        ...{ what: oneOf(promises), agreements: oneOf(agreements), queues: oneOf([...queues, null]) },
        ...{ channels: channelOf.get(inbox) ?? '', priorities: oneOf([...priorities, null]) },
        ...{ people: oneOf(people), teams: null, inboxes: inbox },
        days: new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Sao_Paulo' }).format(at),
        ...{ kept: ended ? !missed : null, missed, ended, spent },
      };
      rows.push(row);
      await ctx.db
        .insertInto('deadlines')
        .values({
          ...{ org_id: ctx.orgId, id: ctx.ids.uuid(), conversation_id: oneOf(conversations), what: row.what },
          ...{ agreement_id: row.agreements, target_ms: 1_800_000, started_at: new Date(at - 60_000 - n) },
          ...{ queue_id: row.queues, priority: row.priorities, person_id: row.people, inbox_id: inbox },
          ...{ kept: row.kept, spent_ms: spent, ended_at: ended ? new Date(at) : null },
          missed_at: missed ? new Date(at) : null,
        })
        .execute();
    }
  });
}

const median = (list: readonly number[]): number | null => {
  const sorted = list.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return low === undefined || high === undefined ? null : Math.round(((low + high) / 2 / 60_000) * 10) / 10;
};
const summed = (list: readonly Row[]) =>
  Object.fromEntries(
    promises.map((what) => {
      const own = list.filter((row) => row.what === what);
      const count = (fits: (row: Row) => boolean) => own.filter(fits).length;
      return [
        what,
        {
          kept: count(({ kept }) => kept === true),
          missed: count(({ missed, kept }) => missed && kept !== true),
          open: count(({ ended }) => !ended),
          median: median(own.flatMap(({ spent }) => spent ?? [])),
        },
      ];
    }),
  );
const byKey = (lines: readonly ReportLine[]) =>
  new Map(lines.map(({ key, name: _, ...rest }) => [key, rest as object]));

const stretch = { from: '2026-03-10', to: '2026-04-10' };
type Narrow = Parameters<typeof readReport>[1]['query'];
const read = (query: Partial<Narrow> = {}): Promise<AgreementReport> =>
  desk.as(owner, (ctx) => readReport(ctx, { query: { ...stretch, ...query } }));

/** Every group and the whole are what the rows say. */
function same(report: AgreementReport, list: readonly Row[]): void {
  expect(report.total).toEqual(summed(list));
  for (const by of reportGroups) {
    const expected = new Map(
      [...Map.groupBy(list, (row) => row[by])].map(([key, own]) => [key, summed(own)]),
    );
    expect([by, byKey(report[by])]).toEqual([by, expected]);
  }
}
const within = (fits: (row: Row) => boolean = () => true) =>
  rows.filter((row) => row.days >= stretch.from && row.days <= stretch.to && fits(row));

it('the whole and every group are exactly what the rows say', async () => {
  const report = await read();
  expect(within().length).toBeGreaterThan(250);
  same(report, within());
  expect(report.queues.map(({ name }) => name)).toEqual(['Suporte', 'Vendas', null]);
});

it('narrowed to a queue, a channel, a priority, a person, and to several at once', async () => {
  const [queueId = ''] = queues;
  same(
    await read({ queueId }),
    within((row) => row.queues === queueId),
  );
  same(
    await read({ channel: 'far' }),
    within((row) => row.channels === 'far'),
  );
  same(
    await read({ priority: 'urgent' }),
    within((row) => row.priorities === 'urgent'),
  );
  same(
    await read({ channel: 'near', priority: 'low', personId: owner.id }),
    within((row) => row.channels === 'near' && row.priorities === 'low' && row.people === owner.id),
  );
});

it('numbers are of the whole firm; the list of what was missed is of the conversations one sees', async () => {
  const all = await read();
  const lead = await addPerson(desk, { name: 'Lia', role: 'supervisor', visibility: 'assigned' });
  const listed = async (who: PersonActor) => {
    const query = stretch as Narrow;
    const { total, missed } = await desk.as(who, (ctx) => readReport(ctx, { query }));
    const page = await desk.as(who, (ctx) => missedPage(ctx, query, { after: null, limit: 500 }));
    return { total, missed, of: [...new Set(page.map(({ conversationId }) => conversationId))] };
  };
  expect(new Set((await listed(owner)).of).size).toBe(2);
  expect(await listed(lead)).toEqual({ total: all.total, missed: [], of: [] });
  const [first = ''] = (await listed(owner)).of;
  await desk.as(null, (ctx) =>
    ctx.db.updateTable('conversations').set({ assignee_id: lead.id }).where('id', '=', first).execute(),
  );
  const seen = await listed(lead);
  expect(seen.of).toEqual([first]);
  expect(new Set(seen.missed.map(({ conversationId }) => conversationId))).toEqual(new Set([first]));
  // A key that reads reports and no conversations.
  const key = {
    ...{ kind: 'key', id: lead.id, orgId: desk.orgId, name: 'BI', visibility: 'all', teamIds: [] },
    permissions: new Set(['reports.read']),
  } as never;
  expect(await desk.as(key, (ctx) => missedPage(ctx, stretch as Narrow, { after: null, limit: 9 }))).toEqual(
    [],
  );
});

it('what names nothing is refused', async () => {
  const nothing = { code: 'not_found' };
  await expect(read({ queueId: '019cb000-0000-7000-8000-000000000000' })).rejects.toMatchObject(nothing);
  await expect(read({ channel: "near' OR true" })).rejects.toMatchObject(nothing);
});
