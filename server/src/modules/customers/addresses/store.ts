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

/**
 * One address of a record is the preferred one. Of a group the newest counts (`postalsOf`): the others keep their mark, so
 * that an un-merge gives each record back as it was.
 */
export async function preferOnly(ctx: Ctx, id: string): Promise<void> {
  await sql`
    UPDATE postal_addresses p SET preferred = false FROM postal_addresses chosen
    WHERE chosen.org_id = ${ctx.orgId} AND chosen.id = ${id} AND p.org_id = chosen.org_id
      AND p.customer_id = chosen.customer_id AND p.id <> chosen.id AND p.preferred`.execute(ctx.db);
}
