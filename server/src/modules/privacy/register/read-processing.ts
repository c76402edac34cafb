import type { ProcessingActivity, ProcessingRecord } from '@meada/contract/routes/privacy-register';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import { personalOf, readColumns } from '../../../kernel/backup/columns.ts';
import { quoted } from '../../../kernel/backup/schema.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { daysOf } from '../retention/views.ts';
import { settingsOf } from '../settings/settings.ts';
import { type Activity, activities } from './activities.ts';

type Held = { table: string; columns: string[]; subjects: ProcessingActivity['subjects'] };

/**
 * The record of processing activities (LGPD art. 37, GDPR art. 30), made of what the columns say of themselves: a table
 * that is added later stands in it from its first day.
 */
export async function readProcessing(ctx: Ctx): Promise<ProcessingRecord> {
  permit(ctx.actor, 'privacy.manage');
  const held = await heldTables(ctx);
  const days = await daysOf(ctx);
  const named = new Set(activities.flatMap(({ tables }) => tables));
  const rest: Activity = {
    ...{ key: 'other', purposes: ['service'], bases: ['contract'], retention: null },
    tables: held.map(({ table }) => table).filter((table) => !named.has(table)),
  };
  const made: ProcessingActivity[] = [];
  for (const activity of [...activities, rest]) {
    const own = held.filter(({ table }) => activity.tables.includes(table));
    if (own.length > 0) made.push(await shown(ctx, { activity, own, days }));
  }
  const { officerName: name, officerContact: contact, ...settings } = await settingsOf(ctx);
  const firm = await firmOf(ctx);
  return {
    madeAt: ctx.clock.now().toISOString(),
    firm,
    controller: {
      name: settings.controllerName || firm,
      ...{ document: settings.controllerDocument, contact: settings.controllerContact },
    },
    officer: { name, contact },
    activities: made,
    recipients: await recipientsOf(ctx),
  };
}

async function heldTables(ctx: Ctx): Promise<Held[]> {
  const columns = await readColumns(ctx.client);
  const tables = [...new Set(columns.map(({ table }) => table))];
  return tables.flatMap((table) => {
    const personal = personalOf(columns, table);
    const [first] = personal;
    if (!first) return [];
    const isStaff = ['members', 'invitations', 'signatures', 'sign_ins', 'sessions'].includes(table);
    const subjects = isStaff ? 'member' : first.path === null ? 'organisation' : 'customer';
    return [{ table, columns: personal.map(({ column }) => column), subjects } satisfies Held];
  });
}

type Making = { activity: Activity; own: Held[]; days: ReadonlyMap<string, number> };

async function shown(ctx: Ctx, { activity, own, days }: Making): Promise<ProcessingActivity> {
  const { key, purposes, bases, retention } = activity;
  return {
    ...{ key, subjects: own[0]?.subjects ?? 'customer', purposes: [...purposes], bases: [...bases] },
    tables: own.map(({ table, columns }) => ({ table, columns })),
    retention: { category: retention, days: retention ? (days.get(retention) ?? null) : null },
    records: await recordsOf(
      ctx,
      own.map(({ table }) => table),
    ),
  };
}

/** Rows of the tables that are of this organisation, counted to a bound: a record says the order of magnitude. */
async function recordsOf(ctx: Ctx, tables: readonly string[]): Promise<number> {
  let sum = 0;
  for (const table of tables.filter((name) => !['sign_ins', 'sessions'].includes(name))) {
    const { rows } = await ctx.client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM (SELECT 1 FROM ${quoted(table)} WHERE org_id = $1 LIMIT 100000) t`,
      [ctx.orgId],
    );
    sum += rows[0]?.n ?? 0;
  }
  return sum;
}

const firmOf = async (ctx: Ctx): Promise<string> =>
  (
    await ctx.db
      .selectFrom('organisations')
      .select('name')
      .where('id', '=', ctx.orgId)
      .executeTakeFirstOrThrow()
  ).name;

/** Channels whose providers are handed data (operators, LGPD art. 5, VII). */
async function recipientsOf(ctx: Ctx): Promise<ProcessingRecord['recipients']> {
  const { rows } = await sql<{ channel: string; inboxes: string[] }>`
    SELECT channel, array_agg(name ORDER BY name) AS inboxes FROM inboxes WHERE org_id = ${ctx.orgId} AND active
    GROUP BY channel ORDER BY channel`.execute(ctx.db);
  return rows;
}
