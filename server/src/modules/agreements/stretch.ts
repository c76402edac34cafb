import type { readAgreementReport as route } from '@meada/contract/routes/agreements';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { may } from '../../kernel/actor.ts';
import { dayIn } from '../../kernel/calendar.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { found, notFound } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { seenBy } from '../conversations/index.ts';
import { zoneOf } from '../organisations/index.ts';

export type Query = Input<typeof route>['query'];

/** What a report is narrowed by: the query's word, the column, and the table whose thing it names. */
const narrowing = [
  ['agreementId', 'agreement_id', 'agreements'],
  ['queueId', 'queue_id', 'queues'],
  ['inboxId', 'inbox_id', 'inboxes'],
  ['teamId', 'team_id', 'teams'],
  ['personId', 'person_id', 'members'],
] as const;

async function mustBeThere(ctx: Ctx, table: (typeof narrowing)[number][2], id: string): Promise<void> {
  const { rows } = await sql`
    SELECT FROM ${sql.table(table)} WHERE org_id = ${ctx.orgId} AND id = ${id}::uuid`.execute(ctx.db);
  if (rows.length === 0) throw notFound(table);
}

/** Which conversations `c` the reader of a report may be told of one by one. */
export const seenIn = ({ actor }: Pick<Ctx, 'actor'>): RawBuilder<SqlBool> =>
  may(actor, 'conversations.read') ? seenBy(actor) : sql<SqlBool>`false`;

export type Stretch = { from: string; to: string; within: RawBuilder<unknown> };

/** Days a report is of unless told. */
const daysUsual = 30;

/** SQL of the deadlines of the stretch, each with the day of the firm's calendar it counts on. */
export async function stretchOf(ctx: Ctx, query: Query): Promise<Stretch> {
  const zone = await zoneOf(ctx);
  const today = dayIn(zone, ctx.clock.now());
  const to = query.to || today;
  const usual = new Date(Date.parse(`${to}T00:00:00Z`) - (daysUsual - 1) * 86_400_000);
  const from = query.from || usual.toISOString().slice(0, 10);
  const start = sql`(${from}::date)::timestamp AT TIME ZONE ${zone}`;
  const end = sql`(${to}::date + 1)::timestamp AT TIME ZONE ${zone}`;
  const asked = narrowing.flatMap(([name, column, table]) => {
    const id = query[name];
    return id === undefined ? [] : [{ id, column, table }];
  });
  for (const { id, table } of asked) await mustBeThere(ctx, table, id);
  const narrow = asked.map(({ column, id }) => sql`AND x.${sql.ref(column)} = ${id}::uuid`);
  if (query.channel !== undefined) {
    found(ctx.ports.channels.get(query.channel), 'channel');
    narrow.push(sql`AND b.channel = ${query.channel}`);
  }
  if (query.priority !== undefined) narrow.push(sql`AND x.priority = ${query.priority}`);
  const within = sql`SELECT x.*, b.channel, to_char(coalesce(x.ended_at, x.missed_at) AT TIME ZONE ${zone}, 'YYYY-MM-DD') AS day
    FROM deadlines x JOIN inboxes b ON b.org_id = x.org_id AND b.id = x.inbox_id WHERE x.org_id = ${ctx.orgId} AND x.what <> 'decree' ${sql.join(narrow, sql` `)} AND (
      (x.ended_at >= ${start} AND x.ended_at < ${end})
      OR (x.ended_at IS NULL AND x.missed_at >= ${start} AND x.missed_at < ${end}))`;
  return { from, to, within };
}
