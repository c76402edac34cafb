import type { Deal, DealTotal } from '@meada/contract/routes/deals';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { Failure, found } from '../../kernel/errors.ts';
import { customerRefs } from '../customers/index.ts';

/** What the screens of deals read. */

type Row = Omit<Deal, 'customer' | 'company' | 'enteredAt' | 'closedAt' | 'createdAt' | 'updatedAt'> & {
  customerId: string;
  companyId: string | null;
  enteredAt: Date;
  closedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  /** Where the next page of its list goes on. */
  place: string;
};

const columns = sql`d.id, d.pipeline_id AS "pipelineId", d.stage_id AS "stageId", d.title, d.customer_id AS "customerId",
  d.company_id AS "companyId", d.value, d.currency, d.owner_id AS "ownerId", d.expected_on::text AS "expectedOn",
  d.next_step AS "nextStep", d.next_on::text AS "nextOn", d.label_ids AS "labelIds", d.conversation_id AS "conversationId",
  d.outcome, d.reason_id AS "reasonId", d.reason_note AS "reasonNote", d.entered_at AS "enteredAt",
  d.closed_at AS "closedAt", d.created_at AS "createdAt", d.updated_at AS "updatedAt"`;

const conditionsIn = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  sql.join([sql`true`, ...conditions], sql` AND `);

async function shown(ctx: Ctx, rows: readonly Row[]): Promise<Deal[]> {
  const refs = await customerRefs(
    ctx,
    rows.flatMap(({ customerId, companyId }) => (companyId ? [customerId, companyId] : [customerId])),
  );
  return rows.map(({ customerId, companyId, place: _, ...row }) => ({
    ...row,
    customer: found(refs.get(customerId), 'customer'),
    company: companyId ? (refs.get(companyId) ?? null) : null,
    enteredAt: row.enteredAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

/** One deal. Throws `not_found`. */
export async function dealOf(ctx: Ctx, id: string): Promise<Deal> {
  const { rows } = await sql<Row>`SELECT ${columns}, '' AS place FROM deals d
    WHERE d.org_id = ${ctx.orgId} AND d.id = ${id} AND d.deleted_at IS NULL`.execute(ctx.db);
  const [deal] = await shown(ctx, rows);
  return found(deal, 'deal');
}

export type Page = { deals: Deal[]; next: string | null };
type Wanted = { conditions: readonly RawBuilder<unknown>[]; cursor?: string | undefined; limit: number };

const byRank = /^(-?\d{1,2000}(?:\.\d{1,2000})?)$/;
const byAge = /^(\d{1,17})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const wrongCursor = (): Failure =>
  new Failure('malformed', 'The cursor is not one of this list.', { field: 'query.cursor' });

/** A page of one column, in its order. */
export async function columnPage(ctx: Ctx, stageId: string, wanted: Wanted): Promise<Page> {
  const after = wanted.cursor === undefined ? null : byRank.exec(wanted.cursor)?.[1];
  if (after === undefined) throw wrongCursor();
  const { rows } = await sql<Row>`SELECT ${columns}, d.rank::text AS place FROM deals d
    WHERE d.org_id = ${ctx.orgId} AND d.stage_id = ${stageId} AND d.deleted_at IS NULL
      AND ${after === null ? sql`true` : sql`d.rank > ${after}::numeric`} AND ${conditionsIn(wanted.conditions)}
    ORDER BY d.rank LIMIT ${wanted.limit + 1}`.execute(ctx.db);
  return pageOf(ctx, rows, wanted.limit);
}

/** A page of deals, newest first. */
export async function dealPage(ctx: Ctx, wanted: Wanted): Promise<Page> {
  const place = wanted.cursor === undefined ? null : byAge.exec(wanted.cursor);
  if (wanted.cursor !== undefined && !place) throw wrongCursor();
  const from = place
    ? sql`(d.created_at, d.id) < ('epoch'::timestamptz + ${place[1]}::bigint * interval '1 microsecond', ${place[2]}::uuid)`
    : sql`true`;
  const { rows } = await sql<Row>`
    SELECT ${columns}, (extract(epoch FROM d.created_at) * 1000000)::bigint::text || '.' || d.id AS place FROM deals d
    WHERE d.org_id = ${ctx.orgId} AND d.deleted_at IS NULL AND ${from} AND ${conditionsIn(wanted.conditions)}
    ORDER BY d.created_at DESC, d.id DESC LIMIT ${wanted.limit + 1}`.execute(ctx.db);
  return pageOf(ctx, rows, wanted.limit);
}

async function pageOf(ctx: Ctx, rows: readonly Row[], limit: number): Promise<Page> {
  const own = rows.slice(0, limit);
  return { deals: await shown(ctx, own), next: rows.length > limit ? (own.at(-1)?.place ?? null) : null };
}

export type ColumnTotals = { count: number; totals: DealTotal[] };

/** How many deals that fit stand in each stage of a pipeline, and what they come to. */
export async function columnTotals(
  ctx: Ctx,
  pipelineId: string,
  conditions: readonly RawBuilder<unknown>[],
): Promise<Map<string, ColumnTotals>> {
  const { rows } = await sql<DealTotal & { stageId: string; count: number }>`
    SELECT d.stage_id AS "stageId", d.currency, count(*)::int AS count, sum(d.value)::float8 AS value,
      round(sum(d.value * s.probability) / 100.0)::float8 AS weighted
    FROM deals d JOIN stages s ON s.org_id = d.org_id AND s.id = d.stage_id
    WHERE d.org_id = ${ctx.orgId} AND d.pipeline_id = ${pipelineId} AND d.deleted_at IS NULL AND ${conditionsIn(conditions)}
    GROUP BY 1, 2 ORDER BY 1, value DESC, 2`.execute(ctx.db);
  const found = new Map<string, ColumnTotals>();
  for (const { stageId, count, ...total } of rows) {
    const column = found.get(stageId) ?? { count: 0, totals: [] };
    found.set(stageId, { count: column.count + count, totals: [...column.totals, total] });
  }
  return found;
}

export type Move = { id: string; from: string | null; to: string; actor: string | null; at: Date };

/** The stages a deal has been in, first to last. */
export async function movesOf(ctx: Ctx, dealId: string): Promise<Move[]> {
  const { rows } = await sql<Move>`
    SELECT m.id, f.name AS from, t.name AS to, coalesce(p.name, k.name) AS actor, m.at
    FROM deal_moves m JOIN stages t ON t.org_id = m.org_id AND t.id = m.to_id
    LEFT JOIN stages f ON f.org_id = m.org_id AND f.id = m.from_id
    LEFT JOIN members p ON m.actor_kind = 'person' AND p.org_id = m.org_id AND p.id = m.actor_id
    LEFT JOIN api_keys k ON m.actor_kind = 'key' AND k.org_id = m.org_id AND k.id = m.actor_id
    WHERE m.org_id = ${ctx.orgId} AND m.deal_id = ${dealId} ORDER BY m.at, m.id LIMIT 500`.execute(ctx.db);
  return rows;
}
