import { systemActor } from '../../../kernel/actor.ts';
import { quoted } from '../../../kernel/backup/schema.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { holdings, paramsOf, typed } from '../subjects/holdings.ts';
import type { Scope } from '../subjects/scope.ts';

/**
 * Takes the files of a scope out of the rows that name them, and their own rows where nobody else names them; the bytes go
 * after COMMIT (`dropBytes`). Answers the hashes that may be nobody's now.
 */
export async function releaseFiles(ctx: Ctx, scope: Scope): Promise<Buffer[]> {
  const naming = (await holdings(ctx)).filter(({ files }) => files.length > 0);
  const params = paramsOf(ctx, scope);
  const ids: string[] = [];
  for (const { table, where, files } of naming) {
    if (where === null) continue;
    const named = files.map(({ column }) => `t.${quoted(column)}`);
    const { rows } = await ctx.client.query<{ id: string }>(
      `SELECT DISTINCT f.id FROM ${quoted(table)} t CROSS JOIN LATERAL unnest(ARRAY[${named.join(', ')}]) AS f(id)
       WHERE ${typed} AND ${where} AND f.id IS NOT NULL`,
      params,
    );
    if (rows.length === 0) continue;
    ids.push(...rows.map(({ id }) => id));
    const isKept = files.every(({ nullable }) => nullable);
    const change = isKept
      ? `UPDATE ${quoted(table)} t SET ${files.map(({ column }) => `${quoted(column)} = NULL`).join(', ')}`
      : `DELETE FROM ${quoted(table)} t`;
    await ctx.client.query(`${change} WHERE ${typed} AND ${where}`, params);
  }
  return ids.length === 0 ? [] : forgetFiles(ctx, naming, ids);
}

async function forgetFiles(
  ctx: Ctx,
  naming: readonly { table: string; files: { column: string }[] }[],
  ids: string[],
): Promise<Buffer[]> {
  const free = naming.flatMap(({ table, files }) =>
    files.map(
      ({ column }) =>
        `NOT EXISTS (SELECT FROM ${quoted(table)} r WHERE r.org_id = f.org_id AND r.${quoted(column)} = f.id)`,
    ),
  );
  const { rows } = await ctx.client.query<{ hash: Buffer }>(
    `DELETE FROM files f WHERE f.org_id = $1 AND f.id = ANY ($2::uuid[]) AND ${free.join(' AND ')} RETURNING hash`,
    [ctx.orgId, ids],
  );
  return rows.map(({ hash }) => hash);
}

/** Removes bytes that no row names any more; who stores the same at this moment keeps them. */
export async function dropBytes(kernel: Kernel, orgId: string, hashes: readonly Buffer[]): Promise<number> {
  if (hashes.length === 0) return 0;
  const owned = await inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const rows = await ctx.db
      .selectFrom('files')
      .select('hash')
      .where('org_id', '=', orgId)
      .where('hash', 'in', [...hashes])
      .execute();
    return new Set(rows.map(({ hash }) => hash.toString('hex')));
  });
  let dropped = 0;
  for (const hash of hashes) {
    if (owned.has(hash.toString('hex'))) continue;
    if (await kernel.files.removeOlder(orgId, hash, kernel.clock.now())) dropped += 1;
  }
  return dropped;
}
