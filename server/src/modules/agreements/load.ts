import { createHash } from 'node:crypto';
import type { AgreementConditions } from '@meada/contract/routes/agreements';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { allHours, type BusinessHours } from '../hours/index.ts';
import type { Counted, Facts, Happened, Terms } from './rules.ts';

/** What is read to count clocks: agreements with their hours, facts of conversations, what happened in them. */

const minute = 60_000;

export type Standing = Terms & {
  id: string;
  conditions: AgreementConditions;
  hoursId: string | null;
  createdAt: number;
};
/** Hours with a fingerprint that tells whether they are still those that clocks were counted by. */
export type Counting = { hours: BusinessHours; print: string };
export type Rulebook = {
  agreements: Standing[];
  hours: Map<string, Counting>;
  /** For inboxes without hours. */
  always: Counting;
  usesSegments: boolean;
};

const countingBy = (hours: BusinessHours): Counting => ({
  hours,
  print: createHash('sha256').update(JSON.stringify(hours)).digest('base64url').slice(0, 16),
});
const always: BusinessHours = { timeZone: 'UTC', week: [], holidays: 'none', own: [], exceptions: [] };

type AgreementRow = {
  id: string;
  conditions: unknown;
  hours_id: string | null;
  first_answer: number | null;
  next_answer: number | null;
  resolution: number | null;
  warn_before: number;
  created_at: Date;
};

const standingOf = (row: AgreementRow): Standing => {
  const ms = (minutes: number | null) => (minutes === null ? null : minutes * minute);
  return {
    id: row.id,
    conditions: row.conditions as AgreementConditions,
    hoursId: row.hours_id,
    createdAt: row.created_at.getTime(),
    warnBefore: row.warn_before * minute,
    targets: {
      first_answer: ms(row.first_answer),
      next_answer: ms(row.next_answer),
      resolution: ms(row.resolution),
    },
  };
};

/** Whether a brand answers, or once answered, by the SAC decree. */
const decreeKnown = async (ctx: Ctx): Promise<boolean> =>
  (
    await ctx.db
      .selectFrom('brands')
      .select('id')
      .where('org_id', '=', ctx.orgId)
      .where((at) => at.or([at('sac_since', 'is not', null), at('sac_until', 'is not', null)]))
      .limit(1)
      .execute()
  ).length > 0;

/** Agreements in use in their order, and all hours. Null where there is nothing to count and never was. */
export async function loadRulebook(ctx: Ctx): Promise<Rulebook | null> {
  const rows = await ctx.db
    .selectFrom('agreements')
    .select([
      ...(['id', 'conditions', 'hours_id', 'first_answer', 'next_answer', 'resolution'] as const),
      ...(['warn_before', 'created_at', 'active', 'archived_at'] as const),
    ])
    .where('org_id', '=', ctx.orgId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  if (rows.length === 0 && !(await decreeKnown(ctx))) return null;
  const agreements = rows
    .filter(({ active, archived_at }) => active && archived_at === null)
    .map((row) => standingOf(row));
  const hours = await allHours(ctx.db, ctx.orgId);
  return {
    agreements,
    hours: new Map([...hours].map(([id, one]) => [id, countingBy(one)])),
    always: countingBy(always),
    usesSegments: agreements.some(({ conditions }) => conditions.segmentIds.length > 0),
  };
}

export type Matter = Facts & {
  id: string;
  hoursId: string | null;
  teamId: string | null;
  assigneeId: string | null;
  resolved: boolean;
  /** Merged into another one: nothing is owed here any more. */
  merged: boolean;
  /** Since when its brand answers by the SAC decree. */
  decreeFrom: number | null;
  known: Known | null;
};
/** Its clocks as they were last written. */
export type Known = {
  agreementId: string | null;
  print: string;
  readSeq: number;
  counted: Counted;
  dueAt: Date | null;
  paused: boolean;
};

/** Hours of the queue the conversation is in, else of the one its inbox enters. */
const queueHours = sql`(SELECT q.hours_id FROM queues q WHERE q.org_id = c.org_id AND q.id = coalesce(
  (SELECT w.queue_id FROM work_items w WHERE w.org_id = c.org_id AND w.conversation_id = c.id
    AND w.kind <> 'hand_over' ORDER BY w.created_at DESC LIMIT 1),
  (SELECT i.queue_id FROM queue_inboxes i WHERE i.org_id = c.org_id AND i.inbox_id = c.inbox_id),
  (SELECT d.id FROM queues d WHERE d.org_id = c.org_id AND d.is_default AND d.archived_at IS NULL)))`;

type MatterRow = {
  id: string;
  inbox_id: string;
  hours_id: string | null;
  priority: string;
  label_ids: string[];
  team_id: string | null;
  assignee_id: string | null;
  resolved: boolean;
  merged: boolean;
  queue_id: string | null;
  segment_ids: string[];
  sac_since: Date | null;
  agreement_id: string | null;
  counted_by: string | null;
  read_seq: number;
  clocks: Counted;
  due_at: Date | null;
  paused: boolean;
};

/**
 * Conversations by id with everything conditions ask for; unknown ids are left out. Held in the order of their ids, as
 * everybody does who holds several: what is written refers to them.
 */
export async function loadMatters(ctx: Ctx, ids: readonly string[], book: Rulebook): Promise<Matter[]> {
  const segments = book.usesSegments
    ? sql`ARRAY(SELECT s.segment_id FROM segment_members s JOIN customers u ON u.org_id = s.org_id AND u.canonical_id = s.customer_id
        WHERE s.org_id = c.org_id AND u.id = c.customer_id)`
    : sql`'{}'::uuid[]`;
  const { rows } = await sql<MatterRow>`
    SELECT c.id, c.inbox_id, coalesce(b.hours_id, ${queueHours}) AS hours_id, c.priority, c.label_ids, c.team_id, c.assignee_id,
      c.status = 'resolved' AS resolved, c.merged_into_id IS NOT NULL AS merged, ${segments} AS segment_ids,
      (SELECT w.queue_id FROM work_items w WHERE w.org_id = c.org_id AND w.conversation_id = c.id
        AND w.kind <> 'hand_over' ORDER BY w.created_at DESC LIMIT 1) AS queue_id, r.sac_since,
      k.agreement_id, k.counted_by, k.read_seq, k.clocks, k.due_at, k.paused
    FROM conversations c JOIN inboxes b ON b.org_id = c.org_id AND b.id = c.inbox_id
    JOIN brands r ON r.org_id = c.org_id AND r.id = c.brand_id
    LEFT JOIN conversation_clocks k ON k.org_id = c.org_id AND k.conversation_id = c.id
    WHERE c.org_id = ${ctx.orgId} AND c.id = ANY(${[...ids]}::uuid[])
    ORDER BY c.id FOR KEY SHARE OF c`.execute(ctx.db);
  return rows.map((row) => ({
    id: row.id,
    inboxId: row.inbox_id,
    hoursId: row.hours_id,
    priority: row.priority,
    labelIds: row.label_ids,
    teamId: row.team_id,
    assigneeId: row.assignee_id,
    resolved: row.resolved,
    merged: row.merged,
    queueId: row.queue_id,
    segmentIds: row.segment_ids,
    decreeFrom: row.sac_since?.getTime() ?? null,
    known:
      row.counted_by === null
        ? null
        : {
            agreementId: row.agreement_id,
            print: row.counted_by,
            readSeq: row.read_seq,
            counted: row.clocks,
            dueAt: row.due_at,
            paused: row.paused,
          },
  }));
}

/** What the number of a message tells of: words of the customer, an answer, a call that was taken, a change of status. */
const happening = sql<Happened['type'] | null>`CASE
  WHEN m.author_kind = 'customer' AND m.visibility <> 'internal' AND m.automatic = 'no' THEN 'wrote'
  WHEN m.author_kind IN ('person', 'bot') AND m.visibility <> 'internal' AND m.automatic = 'no' THEN 'answered'
  WHEN m.content ->> 'kind' = 'call' AND m.content ->> 'outcome' = 'answered' THEN 'answered'
  WHEN m.author_kind = 'system' AND m.content ->> 'kind' = 'system' THEN CASE m.content ->> 'code'
    WHEN 'pending' THEN 'waits' WHEN 'snoozed' THEN 'waits' WHEN 'woken' THEN 'goes_on'
    WHEN 'reopened' THEN 'reopened' WHEN 'resolved' THEN 'resolved' END END`;

type EventRow = {
  conversation_id: string;
  seq: number;
  at: Date;
  type: Happened['type'] | null;
  person_id: string | null;
};

/**
 * What happened in conversations after a number each. The customer's own time counts (a message that lay with the platform
 * for an hour has waited that hour), but no more than a day: what is fetched from the past asks for nothing of the past.
 */
export async function loadHistory(
  ctx: Ctx,
  after: ReadonlyMap<string, number>,
): Promise<Map<string, { last: number; happened: Happened[] }>> {
  const found = new Map([...after].map(([id, last]) => [id, { last, happened: [] as Happened[] }]));
  if (after.size === 0) return found;
  const { rows } = await sql<EventRow>`
    SELECT m.conversation_id, m.seq, greatest(least(m.at, m.created_at), m.created_at - interval '1 day') AS at,
      ${happening} AS type, CASE WHEN m.author_kind = 'person' THEN m.author_id END AS person_id
    FROM unnest(${[...after.keys()]}::uuid[], ${[...after.values()]}::int[]) AS a(id, seq)
    JOIN messages m ON m.org_id = ${ctx.orgId} AND m.conversation_id = a.id AND m.seq > a.seq
    ORDER BY m.conversation_id, m.seq`.execute(ctx.db);
  for (const row of rows) {
    const one = found.get(row.conversation_id);
    if (!one) continue;
    one.last = row.seq;
    if (row.type)
      one.happened.push({ type: row.type, at: row.at.getTime(), seq: row.seq, personId: row.person_id });
  }
  return found;
}
