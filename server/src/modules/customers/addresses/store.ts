import type { PostalInput } from '@meada/contract/routes/postal';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import { readPostal } from './rules.ts';

/** Writes of postal addresses. */

/** As it is kept. Throws `refused`. */
export function checkedPostal(given: PostalInput): PostalInput {
  const read = readPostal(given);
  if ('wrong' in read) throw refused(read.wrong, `body.${read.field}`);
  return read.address;
}

const columnsOf = (input: PostalInput) => ({
  kind: input.kind,
  country: input.country,
  postal_code: input.postalCode,
  street: input.street,
  number: input.number,
  complement: input.complement,
  district: input.district,
  city: input.city,
  region: input.region,
  city_code: input.cityCode,
  recipient: input.recipient,
  note: input.note,
  preferred: input.preferred,
});

export async function insertPostal(
  ctx: Ctx,
  customerId: string,
  made: PostalInput & { source: string },
): Promise<string> {
  const id = ctx.ids.uuid();
  const now = ctx.clock.now();
  await ctx.db
    .insertInto('postal_addresses')
    .values({
      org_id: ctx.orgId,
      id,
      customer_id: customerId,
      ...columnsOf(made),
      source: made.source,
      created_at: now,
      updated_at: now,
    })
    .execute();
  return id;
}

export async function updatePostal(ctx: Ctx, id: string, input: PostalInput): Promise<void> {
  await ctx.db
    .updateTable('postal_addresses')
    .set({ ...columnsOf(input), updated_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

export async function endPostal(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('postal_addresses')
    .set({ ended_at: ctx.clock.now(), preferred: false })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

/** One address of a group is the preferred one. */
export async function preferOnly(ctx: Ctx, rootId: string, id: string): Promise<void> {
  await sql`
    UPDATE postal_addresses SET preferred = false
    WHERE org_id = ${ctx.orgId} AND id <> ${id} AND preferred
      AND customer_id IN (SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${rootId})`.execute(
    ctx.db,
  );
}
