import type { Brand } from '@meada/contract/routes/brands';
import type { Ctx } from '../../kernel/ctx.ts';
import { isReferred } from '../../kernel/db/database.ts';
import { conflict, notFound } from '../../kernel/errors.ts';
import { forgetInbox } from './load.ts';

/** Writes of brands. */

export type BrandText = { name: string; voice: string; signature?: string };

const columns = ['id', 'name', 'voice', 'signature'] as const;

export async function insertBrand(ctx: Ctx, id: string, text: BrandText): Promise<Brand> {
  return ctx.db
    .insertInto('brands')
    .values({ org_id: ctx.orgId, id, ...text, created_at: ctx.clock.now() })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** Throws `not_found`. */
export async function updateBrand(ctx: Ctx, id: string, text: BrandText): Promise<Brand> {
  const row = await ctx.db
    .updateTable('brands')
    .set(text)
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst();
  if (!row) throw notFound('brand');
  return row;
}

/** Since when a brand answers by the SAC decree, or until when it did. Its inboxes are read anew everywhere. */
export async function switchBrandSac(ctx: Ctx, id: string, on: boolean): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db
    .updateTable('brands')
    .set(on ? { sac_since: now, sac_until: null } : { sac_since: null, sac_until: now })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  const inboxes = await ctx.db
    .selectFrom('inboxes')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('brand_id', '=', id)
    .execute();
  ctx.afterCommit(() => {
    for (const inbox of inboxes) forgetInbox(ctx, { orgId: ctx.orgId, inboxId: inbox.id });
  });
}

/**
 * Deletes a brand nothing refers to. Throws `not_found`; `conflict` while an inbox or a conversation bears it, and for
 * the last one.
 */
export async function removeBrand(ctx: Ctx, id: string): Promise<void> {
  const brands = await ctx.db
    .selectFrom('brands')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .orderBy('id')
    // Two at once must not take the last two.
    .forUpdate()
    .execute();
  if (!brands.some((brand) => brand.id === id)) throw notFound('brand');
  if (brands.length === 1) throw conflict('An organisation keeps at least one brand.');
  const inboxes = await ctx.db
    .selectFrom('inboxes')
    .select('name')
    .where('org_id', '=', ctx.orgId)
    .where('brand_id', '=', id)
    .limit(3)
    .execute();
  if (inboxes.length > 0) {
    const names = inboxes.map((inbox) => inbox.name).join(', ');
    throw conflict(`Inboxes use this brand (${names}). Give them another one first.`);
  }
  await ctx.db
    .deleteFrom('brands')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute()
    .catch((error: unknown) => {
      if (isReferred(error)) throw conflict('Conversations bear this brand; it stays with them.');
      throw error;
    });
}
