import type { ResponseOf } from '@meada/contract/route';
import type { listCustomers as route } from '@meada/contract/routes/customers';
import { type RawBuilder, sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { contactOf } from './addresses.ts';
import { listConditions } from './list-conditions.ts';
import { addressesOf, groupName, groupPicture, refOf } from './refs.ts';

type Row = { id: string; name: string | null; picture: string | null; seen_at: Date; place: string };

/** Customers by their latest activity, all or those a search finds; one line for each, whatever was merged into it. */
export async function listCustomers(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'query'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'customers.read');
  const { cursor, limit } = input.query;
  const conditions = await listConditions(ctx, input.query);
  const rows = await page(ctx, {
    conditions,
    after: cursor === undefined ? null : placeOf(cursor),
    limit: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const addresses = await addressesOf(
    ctx,
    shown.map((row) => row.id),
  );
  const last = shown.at(-1);
  return {
    items: shown.map((row) => {
      const own = addresses.get(row.id) ?? [];
      const contact = contactOf(ctx.ports.identityKinds, own);
      const { email, phone } = contact;
      const addressKinds = [...new Set(own.map((one) => one.kind))].slice(0, 8);
      return { ...refOf(row, contact, ctx), email, phone, addressKinds, seenAt: row.seen_at.toISOString() };
    }),
    next: rows.length > limit && last ? `${last.place}.${last.id}` : null,
  };
}

type Place = { at: string; id: string };

/** `microseconds.id` of the last line seen. */
function placeOf(cursor: string): Place {
  const [, at, id] = /^(\d{1,17})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? [];
  if (!at || !id) throw new Failure('malformed', 'The cursor is not one of ours.', { field: 'query.cursor' });
  return { at, id };
}

async function page(
  ctx: Ctx,
  wanted: { conditions: RawBuilder<unknown>[]; after: Place | null; limit: number },
): Promise<Row[]> {
  const { conditions, after, limit } = wanted;
  const from = after
    ? sql`AND (r.seen_at, r.id) < ('epoch'::timestamptz + ${after.at}::bigint * interval '1 microsecond', ${after.id}::uuid)`
    : sql``;
  const result = await sql<Row>`
    SELECT r.id, ${groupName} AS name, ${groupPicture} AS picture, r.seen_at,
      (extract(epoch FROM r.seen_at) * 1000000)::bigint::text AS place
    FROM customers r
    WHERE r.org_id = ${ctx.orgId} AND r.canonical_id = r.id AND r.erased_at IS NULL ${from}
      ${sql.join(
        conditions.map((one) => sql`AND ${one}`),
        sql` `,
      )}
    ORDER BY r.seen_at DESC, r.id DESC LIMIT ${limit}`.execute(ctx.db);
  return result.rows;
}
