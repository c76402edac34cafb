import type { SavedMapping, saveMapping as saveRoute } from '@meada/contract/routes/imports';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';

/** Mappings kept under a name: a list with the same columns takes them by itself. */

export async function savedMappings(ctx: Ctx): Promise<SavedMapping[]> {
  const { rows } = await sql<SavedMapping>`
    SELECT id, name, columns, options FROM import_mappings WHERE org_id = ${ctx.orgId}
    ORDER BY updated_at DESC LIMIT 200`.execute(ctx.db);
  return rows.map((row) => ({ ...row, options: { ...row.options, kind: row.options.kind ?? 'human' } }));
}

export async function saveMapping(
  ctx: Ctx,
  { body }: Pick<Input<typeof saveRoute>, 'body'>,
): Promise<SavedMapping> {
  const source = await ctx.db
    .selectFrom('imports')
    .select(['columns', 'mapping', 'options'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', body.importId)
    .executeTakeFirst();
  const { columns, mapping, options } = found(source, 'import') as unknown as {
    columns: { header: string }[];
    mapping: SavedMapping['columns'][number]['target'][];
    options: SavedMapping['options'];
  };
  const pairs = columns.map(({ header }, index) => ({ header, target: mapping[index] ?? 'ignore' }));
  const { rows } = await sql<SavedMapping>`
    INSERT INTO import_mappings (org_id, id, name, columns, options, updated_at)
    VALUES (${ctx.orgId}, ${ctx.ids.uuid()}, ${body.name}, ${JSON.stringify(pairs)}, ${JSON.stringify(options)}, ${ctx.clock.now()})
    ON CONFLICT (org_id, name) DO UPDATE SET columns = excluded.columns, options = excluded.options,
      updated_at = excluded.updated_at
    RETURNING id, name, columns, options`.execute(ctx.db);
  ctx.audit({ action: 'import.mapping_saved', facts: { importId: body.importId } });
  return found(rows[0], 'mapping');
}

export async function dropMapping(ctx: Ctx, id: string): Promise<void> {
  const { numAffectedRows } =
    await sql`DELETE FROM import_mappings WHERE org_id = ${ctx.orgId} AND id = ${id}`.execute(ctx.db);
  found(numAffectedRows ? id : null, 'mapping');
}
