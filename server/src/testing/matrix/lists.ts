import type { Shop } from '../../modules/customers/testing.ts';

/** A list that was read and waits for its mapping, and a mapping under a name. */
export const listed = (shop: Shop): Promise<{ import: string; importMapping: string }> =>
  shop.run(async (ctx) => {
    const [id, mappingId] = [ctx.ids.uuid(), ctx.ids.uuid()];
    const column = JSON.stringify([{ header: 'Nome', samples: ['Ana'] }]);
    const now = ctx.clock.now();
    await ctx.db
      .insertInto('imports')
      .values({
        org_id: ctx.orgId,
        id,
        name: 'lista.csv',
        format: 'csv',
        state: 'mapping',
        columns: column,
        mapping: JSON.stringify(['name']),
        options: JSON.stringify({ known: 'fill', days: 'dmy', labelIds: [] }),
        total: 1,
        created_at: now,
      })
      .execute();
    await ctx.db
      .insertInto('import_rows')
      .values({ org_id: ctx.orgId, import_id: id, n: 1, cells: JSON.stringify(['Ana']) })
      .execute();
    await ctx.db
      .insertInto('import_mappings')
      .values({
        org_id: ctx.orgId,
        id: mappingId,
        name: 'ERP',
        columns: JSON.stringify([{ header: 'Nome', target: 'name' }]),
        updated_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const kept = await ctx.db
      .selectFrom('import_mappings')
      .select('id')
      .where('org_id', '=', ctx.orgId)
      .executeTakeFirstOrThrow();
    return { import: id, importMapping: kept.id };
  });
