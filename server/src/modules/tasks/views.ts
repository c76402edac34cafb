import type { QueryOf } from '@meada/contract/route';
import type { listTasks, Task, TaskComment } from '@meada/contract/routes/tasks';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { may } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { Failure, found } from '../../kernel/errors.ts';
import { seenBy } from '../conversations/index.ts';
import { customerRefs, rootIdOf } from '../customers/index.ts';
import { checkNamed, subjectOf } from './checks.ts';
import { isGiven, isMine, isOfMyTeam, isUnowned, mayChange, seesTask } from './sight.ts';

/** What the screens of tasks read. */

type Condition = RawBuilder<SqlBool>;
export type TaskQuery = QueryOf<typeof listTasks>;

type Row = Omit<Task, 'customer' | 'dueAt' | 'remindAt' | 'doneAt' | 'createdAt'> & {
  customerId: string | null;
  dueAt: Date | null;
  remindAt: Date | null;
  doneAt: Date | null;
  createdAt: Date;
  place: string;
};

const columns = (ctx: Ctx) => sql`t.id, t.title, t.description, t.due_at AS "dueAt", t.due_day AS "dueDay",
  t.remind_at AS "remindAt", t.repeats, t.team_id AS "teamId", t.customer_id AS "customerId", t.done_at AS "doneAt",
  t.done_by AS "doneBy", CASE WHEN t.created_kind = 'person' THEN t.created_by END AS "createdBy",
  t.created_at AS "createdAt", ${isUnowned} AS unowned, ${mayChange(ctx)} AS "mayChange",
  ARRAY(SELECT p.person_id::text FROM task_people p WHERE p.org_id = t.org_id AND p.task_id = t.id ORDER BY 1) AS "personIds",
  (SELECT jsonb_build_object('id', w.id, 'queueId', w.queue_id, 'state', w.state, 'agentId', w.agent_id) FROM work_items w
    WHERE w.org_id = t.org_id AND w.task_id = t.id AND w.done_at IS NULL) AS work,
  (SELECT count(*)::int FROM task_comments k WHERE k.org_id = t.org_id AND k.task_id = t.id) AS comments,
  ${may(ctx.actor, 'conversations.read') ? sql`(SELECT jsonb_build_object('id', c.id, 'protocol', c.protocol) FROM conversations c WHERE c.org_id = t.org_id AND c.id = t.conversation_id AND ${seenBy(ctx.actor)})` : sql`NULL::jsonb`} AS conversation,
  ${may(ctx.actor, 'deals.read') ? sql`(SELECT jsonb_build_object('id', d.id, 'title', d.title) FROM deals d WHERE d.org_id = t.org_id AND d.id = t.deal_id AND d.deleted_at IS NULL)` : sql`NULL::jsonb`} AS deal`;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

async function shown(ctx: Ctx, rows: readonly Row[]): Promise<Task[]> {
  const seesCustomers = may(ctx.actor, 'customers.read');
  const ids = rows.flatMap(({ customerId }) => (customerId && seesCustomers ? [customerId] : []));
  const refs = await customerRefs(ctx, ids);
  return rows.map(({ customerId, place: _, ...row }) => ({
    ...row,
    customer: refs.get(customerId ?? '') ?? null,
    ...{ dueAt: iso(row.dueAt), remindAt: iso(row.remindAt), doneAt: iso(row.doneAt) },
    createdAt: row.createdAt.toISOString(),
  }));
}

/** One task that the actor sees. Throws `not_found`. */
export async function taskOf(ctx: Ctx, id: string): Promise<Task> {
  const [task] = await tasksOf(ctx, [id]);
  return found(task, 'task');
}

/** Tasks by id that the actor sees, in that order. */
export async function tasksOf(ctx: Ctx, ids: readonly string[]): Promise<Task[]> {
  const { rows } = await sql<Row>`SELECT ${columns(ctx)}, '' AS place FROM tasks t
    WHERE t.org_id = ${ctx.orgId} AND t.id = ANY (${[...ids]}::uuid[]) AND t.deleted_at IS NULL AND ${seesTask(ctx)}
    ORDER BY array_position(${[...ids]}::uuid[], t.id)`.execute(ctx.db);
  return shown(ctx, rows);
}

/** The end of today where the organisation is, and of the seventh day. */
const dayEnd = (
  ctx: Ctx,
  days: number,
) => sql`(((${ctx.clock.now()}::timestamptz AT TIME ZONE o.time_zone)::date
  + ${days}::int)::timestamp AT TIME ZONE o.time_zone)`;

const dueIs = (ctx: Ctx): Record<NonNullable<TaskQuery['due']>, Condition> => {
  const now = ctx.clock.now();
  const o = (test: RawBuilder<unknown>) =>
    sql<SqlBool>`EXISTS (SELECT FROM organisations o WHERE o.id = t.org_id AND ${test})`;
  return {
    overdue: sql<SqlBool>`t.due_at < ${now}`,
    today: o(sql`t.due_at >= ${now} AND t.due_at <= ${dayEnd(ctx, 1)}`),
    week: o(sql`t.due_at > ${dayEnd(ctx, 1)} AND t.due_at <= ${dayEnd(ctx, 7)}`),
    later: o(sql`t.due_at > ${dayEnd(ctx, 7)}`),
    none: sql<SqlBool>`t.due_at IS NULL`,
  };
};

const views = (ctx: Ctx): Record<TaskQuery['view'], Condition> => ({
  mine: isMine(ctx),
  team: isOfMyTeam(ctx),
  given: isGiven(ctx),
  unowned: isUnowned,
  all: sql<SqlBool>`true`,
});

/** What is asked of tasks `t`. Throws `not_found` for what is named and not there. */
async function conditionsOf(ctx: Ctx, query: Omit<TaskQuery, 'cursor' | 'limit'>): Promise<Condition[]> {
  const { personId, teamId, conversationId, customerId, dealId } = query;
  await checkNamed(ctx, { personIds: [], teamId });
  if (personId) await mustBePerson(ctx, personId);
  await subjectOf(ctx, { conversationId });
  await subjectOf(ctx, { dealId });
  const root = customerId ? await rootIdOf(ctx, customerId) : null;
  const tests: (Condition | false | null | undefined)[] = [
    seesTask(ctx),
    views(ctx)[query.view],
    query.state === 'open' ? sql<SqlBool>`t.done_at IS NULL` : sql<SqlBool>`t.done_at IS NOT NULL`,
    query.due && dueIs(ctx)[query.due],
    personId !== undefined &&
      sql<SqlBool>`EXISTS (SELECT FROM task_people p WHERE p.org_id = t.org_id
      AND p.task_id = t.id AND p.person_id = ${personId}::uuid)`,
    teamId !== undefined && sql<SqlBool>`t.team_id = ${teamId}::uuid`,
    dealId !== undefined && sql<SqlBool>`t.deal_id = ${dealId}::uuid`,
    // What was merged into it goes on there.
    conversationId !== undefined &&
      sql<SqlBool>`t.conversation_id IN (SELECT x.id FROM conversations x
      WHERE x.org_id = t.org_id AND (x.id = ${conversationId}::uuid OR x.merged_into_id = ${conversationId}::uuid))`,
    root !== null &&
      sql<SqlBool>`t.customer_id IN (SELECT g.id FROM customers g WHERE g.org_id = t.org_id
      AND g.canonical_id = ${root}::uuid)`,
    ...wordsIn(query.query ?? ''),
  ];
  return tests.filter((test) => test !== false && test !== null && test !== undefined);
}

const wordsIn = (text: string): Condition[] =>
  text
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 8)
    .map(
      (
        word,
      ) => sql<SqlBool>`meada_fold(t.title || ' ' || t.description || ' ' || coalesce((SELECT n.name FROM customers o
        JOIN customers n ON n.org_id = o.org_id AND n.id = o.canonical_id WHERE o.org_id = t.org_id AND o.id = t.customer_id), ''))
        LIKE '%' || meada_like(meada_fold(${word})) || '%'`,
    );

async function mustBePerson(ctx: Ctx, id: string): Promise<void> {
  found(
    await ctx.db
      .selectFrom('members')
      .select('id')
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', id)
      .executeTakeFirst(),
    'person',
  );
}

const placeForm = /^(-?\d{1,17})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
/** Where those without a date stand: behind all. */
const never = sql`'9999-01-01Z'::timestamptz`;

/** A page: open ones by when they are due, done ones newest first. */
export async function taskPage(ctx: Ctx, query: TaskQuery): Promise<{ items: Task[]; next: string | null }> {
  const place = query.cursor === undefined ? null : placeForm.exec(query.cursor);
  if (query.cursor !== undefined && !place)
    throw new Failure('malformed', 'The cursor is not one of this list.', { field: 'query.cursor' });
  const where = await conditionsOf(ctx, query);
  const isOpen = query.state === 'open';
  const at = isOpen ? sql`coalesce(t.due_at, ${never})` : sql`t.done_at`;
  if (place) {
    const before = sql`('epoch'::timestamptz + ${place[1]}::bigint * interval '1 microsecond', ${place[2]}::uuid)`;
    where.push(sql<SqlBool>`(${at}, t.id) ${isOpen ? sql`>` : sql`<`} ${before}`);
  }
  const order = isOpen ? sql`${at}, t.id` : sql`${at} DESC, t.id DESC`;
  const { rows } = await sql<Row>`SELECT ${columns(ctx)},
      (extract(epoch FROM ${at}) * 1000000)::bigint::text || '.' || t.id AS place
    FROM tasks t WHERE t.org_id = ${ctx.orgId} AND t.deleted_at IS NULL AND ${sql.join(where, sql` AND `)}
    ORDER BY ${order} LIMIT ${query.limit + 1}`.execute(ctx.db);
  const own = rows.slice(0, query.limit);
  return {
    items: await shown(ctx, own),
    next: rows.length > query.limit ? (own.at(-1)?.place ?? null) : null,
  };
}

const countedTo = 1000;

/** Open tasks by view; of mine how many are due today or overdue. */
export async function taskCounts(ctx: Ctx): Promise<Record<TaskQuery['view'] | 'today' | 'overdue', number>> {
  const due = dueIs(ctx);
  const named: Record<string, Condition> = {
    ...views(ctx),
    today: sql<SqlBool>`${isMine(ctx)} AND ${due.today}`,
    overdue: sql<SqlBool>`${isMine(ctx)} AND ${due.overdue}`,
  };
  const parts = Object.entries(named).map(
    ([name, test]) => sql`(SELECT count(*)::int FROM (SELECT FROM tasks t WHERE t.org_id = ${ctx.orgId}
      AND t.deleted_at IS NULL AND t.done_at IS NULL AND ${seesTask(ctx)} AND ${test} LIMIT ${countedTo}) AS x) AS ${sql.ref(name)}`,
  );
  const { rows } = await sql<
    Record<TaskQuery['view'] | 'today' | 'overdue', number>
  >`SELECT ${sql.join(parts)}`.execute(ctx.db);
  return rows[0] ?? { mine: 0, team: 0, given: 0, unowned: 0, all: 0, today: 0, overdue: 0 };
}

/** What was said about a task, first to last. */
export async function commentsOf(ctx: Ctx, taskId: string): Promise<TaskComment[]> {
  const { rows } = await sql<Omit<TaskComment, 'at'> & { at: Date }>`
    SELECT id, person_id AS "personId", text, at FROM task_comments
    WHERE org_id = ${ctx.orgId} AND task_id = ${taskId} AND text <> '' ORDER BY at, id LIMIT 500`.execute(
    ctx.db,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Reminders that rang for the actor and wait. */
export async function bellsOf(ctx: Ctx): Promise<{ task: Task; at: string }[]> {
  if (ctx.actor.kind !== 'person') return [];
  const rows = await ctx.db
    .selectFrom('task_bells')
    .select(['task_id', 'at'])
    .where('org_id', '=', ctx.orgId)
    .where('person_id', '=', ctx.actor.id)
    .orderBy('at', 'desc')
    .limit(100)
    .execute();
  const tasks = await tasksOf(
    ctx,
    rows.map(({ task_id }) => task_id),
  );
  const at = new Map(rows.map((row) => [row.task_id, row.at.toISOString()]));
  return tasks
    .filter(({ doneAt }) => doneAt === null)
    .map((task) => ({ task, at: at.get(task.id) ?? task.createdAt }));
}
