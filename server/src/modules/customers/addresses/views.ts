import type { PostalAddress } from '@meada/contract/routes/postal';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { linesOf } from './rules.ts';

const addressesAtMost = 100;

type Row = Omit<PostalAddress, 'lines' | 'updatedAt'> & { updatedAt: Date };

/** Postal addresses of a whole group that stand: the one preferred last first, then the newest. */
export async function postalsOf(ctx: Pick<Ctx, 'db' | 'orgId'>, rootId: string): Promise<PostalAddress[]> {
  const result = await sql<Row>`
    SELECT id, kind, country, postal_code AS "postalCode", street, number, complement, district, city, region,
      city_code AS "cityCode", recipient, note, preferred, source, updated_at AS "updatedAt"
    FROM postal_addresses
    WHERE org_id = ${ctx.orgId} AND ended_at IS NULL
      AND customer_id IN (SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${rootId})
    ORDER BY preferred DESC, updated_at DESC, id LIMIT ${addressesAtMost}`.execute(ctx.db);
  return result.rows.map((row, place) => ({
    ...row,
    preferred: row.preferred && place === 0,
    lines: linesOf(row),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

/** One of them. Throws `not_found`. */
export async function postalOf(ctx: Ctx, rootId: string, addressId: string): Promise<PostalAddress> {
  return found(
    (await postalsOf(ctx, rootId)).find((one) => one.id === addressId),
    'address',
  );
}
