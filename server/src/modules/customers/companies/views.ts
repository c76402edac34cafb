import type { CompanyTie } from '@meada/contract/routes/companies';
import type { CustomerRef } from '@meada/contract/routes/customers';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { customerRefs } from '../refs.ts';

/** People of a company that its page shows. */
const tiesAtMost = 500;
const proposalsAtMost = 50;

type Row = {
  id: string;
  other: string;
  role: string;
  joined_on: string | null;
  left_on: string | null;
  source: string;
  created_at: Date;
};

/** Ids of everybody of a group. */
export const groupOf = (ctx: Pick<Ctx, 'orgId'>, rootId: string): RawBuilder<unknown> =>
  sql`(SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${rootId})`;

async function shown(ctx: Ctx, rows: Row[]): Promise<CompanyTie[]> {
  const refs = await customerRefs(
    ctx,
    rows.map((row) => row.other),
  );
  return rows.map((row) => ({
    id: row.id,
    other: found(refs.get(row.other), 'customer'),
    role: row.role,
    joinedOn: row.joined_on,
    leftOn: row.left_on,
    source: row.source,
    createdAt: row.created_at.toISOString(),
  }));
}

const columns = sql`t.id, t.role, t.joined_on::text, t.left_on::text, t.source, t.created_at`;

/** Companies of a human and people of a company, seen from the group of `rootId`; those who left come last. */
export async function tiesOf(ctx: Ctx, rootId: string): Promise<CompanyTie[]> {
  const result = await sql<Row>`
    SELECT * FROM (
      SELECT t.customer_id AS other, ${columns} FROM company_members t
      WHERE t.org_id = ${ctx.orgId} AND t.company_id IN ${groupOf(ctx, rootId)}
      UNION ALL
      SELECT t.company_id, ${columns} FROM company_members t
      WHERE t.org_id = ${ctx.orgId} AND t.customer_id IN ${groupOf(ctx, rootId)}) t
    ORDER BY (left_on IS NOT NULL), created_at DESC, id LIMIT ${tiesAtMost}`.execute(ctx.db);
  return shown(ctx, result.rows);
}

/** One member of a company's group, with the customer it is about. Throws `not_found`. */
export async function memberOf(
  ctx: Ctx,
  companyId: string,
  tieId: string,
): Promise<{ tie: CompanyTie; customerId: string }> {
  const result = await sql<Row>`
    SELECT t.customer_id AS other, ${columns} FROM company_members t
    WHERE t.org_id = ${ctx.orgId} AND t.id = ${tieId} AND t.company_id IN ${groupOf(ctx, companyId)}`.execute(
    ctx.db,
  );
  const row = found(result.rows[0], 'member');
  return { tie: found((await shown(ctx, [row]))[0], 'member'), customerId: row.other };
}

export async function domainsOf(ctx: Ctx, companyId: string): Promise<string[]> {
  const result = await sql<{ domain: string }>`
    SELECT domain FROM company_domains WHERE org_id = ${ctx.orgId} AND company_id IN ${groupOf(ctx, companyId)}
    ORDER BY domain`.execute(ctx.db);
  return result.rows.map(({ domain }) => domain);
}

/** Humans with a mail address of the company's domains who are not of it and were not refused. */
export async function proposalsOf(
  ctx: Ctx,
  companyId: string,
): Promise<{ customer: CustomerRef; address: string }[]> {
  const domains = await domainsOf(ctx, companyId);
  const result = await sql<{ id: string; address: string }>`
    SELECT DISTINCT ON (r.id) r.id, i.canonical AS address
    FROM unnest(${domains}::text[]) AS d(domain), meada_mail_domain(d.domain, 1000) AS f(id)
    JOIN customers c ON c.org_id = ${ctx.orgId} AND c.id = f.id
    JOIN customers r ON r.org_id = c.org_id AND r.id = c.canonical_id AND r.kind = 'human'
    JOIN identities i ON i.org_id = c.org_id AND i.customer_id = c.id AND i.kind = 'email' AND i.ended_at IS NULL
      AND split_part(lower(i.canonical), '@', 2) = ANY (${domains}::text[])
    WHERE NOT EXISTS (
      SELECT FROM company_members t JOIN customers m ON m.org_id = t.org_id AND m.id = t.customer_id
      WHERE t.org_id = ${ctx.orgId} AND t.company_id IN ${groupOf(ctx, companyId)} AND m.canonical_id = r.id)
      AND NOT EXISTS (
        SELECT FROM company_refusals n JOIN customers m ON m.org_id = n.org_id AND m.id = n.customer_id
        WHERE n.org_id = ${ctx.orgId} AND n.company_id IN ${groupOf(ctx, companyId)} AND m.canonical_id = r.id)
    ORDER BY r.id, i.created_at LIMIT ${proposalsAtMost}`.execute(ctx.db);
  const refs = await customerRefs(
    ctx,
    result.rows.map((row) => row.id),
  );
  return result.rows.map((row) => ({
    customer: found(refs.get(row.id), 'customer'),
    address: row.address,
  }));
}

/** The root of a company. Throws `not_found`, also for a human. */
export async function companyRoot(ctx: Ctx, id: string): Promise<string> {
  const result = await sql<{ id: string }>`
    SELECT r.id FROM customers a JOIN customers r ON r.org_id = a.org_id AND r.id = a.canonical_id
    WHERE a.org_id = ${ctx.orgId} AND a.id = ${id} AND EXISTS (
      SELECT FROM customers m WHERE m.org_id = r.org_id AND m.canonical_id = r.id AND m.kind = 'company')`.execute(
    ctx.db,
  );
  return found(result.rows[0], 'company').id;
}
