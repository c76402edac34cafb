import type { Locale } from '@meada/contract/primitives';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Tx } from '../../kernel/db/connection.ts';
import { conflict } from '../../kernel/errors.ts';
import type { DefaultLabel } from './defaults.ts';

type OrganisationRow = { id: string; name: string; locale: Locale; time_zone: string };

/** Directory row under the first free slug. Throws `conflict` when none of them is free. */
export async function insertOrganisation(
  db: Tx,
  row: OrganisationRow,
  slugs: readonly string[],
): Promise<string> {
  for (const slug of slugs) {
    const made = await db
      .insertInto('organisations')
      .values({ ...row, slug })
      .onConflict((clash) => clash.column('slug').doNothing())
      .returning('slug')
      .executeTakeFirst();
    if (made) return made.slug;
  }
  throw conflict('This slug is taken.', 'body.slug');
}

/** The first brand, called like the organisation, and the first labels. Answers the brand's id. */
export async function insertDefaults(
  ctx: Ctx,
  brandName: string,
  labels: readonly DefaultLabel[],
): Promise<string> {
  const brandId = ctx.ids.uuid();
  await ctx.db.insertInto('brands').values({ org_id: ctx.orgId, id: brandId, name: brandName }).execute();
  await ctx.db
    .insertInto('labels')
    .values(labels.map((label) => ({ org_id: ctx.orgId, id: ctx.ids.uuid(), ...label })))
    .execute();
  return brandId;
}

/** Writes name, language and time zone. */
export async function updateOrganisation(
  ctx: Ctx,
  change: { name?: string; locale?: Locale; time_zone?: string },
): Promise<void> {
  await ctx.db.updateTable('organisations').set(change).where('id', '=', ctx.orgId).execute();
}

/** Writes a seal and its number onto the entries it covers. */
export async function insertSeal(
  ctx: Ctx,
  seal: { id: number; previous: Buffer; hash: Buffer },
  entryIds: readonly number[],
): Promise<void> {
  await ctx.db
    .insertInto('audit_seals')
    .values({
      org_id: ctx.orgId,
      ...seal,
      from_id: entryIds[0] ?? 0,
      to_id: entryIds.at(-1) ?? 0,
    })
    .execute();
  await sql`
    UPDATE audit_entries SET seal_id = ${seal.id}
    WHERE org_id = ${ctx.orgId} AND id = ANY(${[...entryIds]}::bigint[])`.execute(ctx.db);
}
