import type { ResponseOf } from '@meada/contract/route';
import type { putAwayReasons as route } from '@meada/contract/routes/routing';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { notFound, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { listAwayReasons } from './list-away-reasons.ts';

/**
 * Puts the whole list: what is left out is no longer offered, since the history names it; the same words again bring it
 * back. Throws `not_found`, `refused` for a name that stands there twice.
 */
export async function putAwayReasons(
  ctx: Ctx,
  { body }: Pick<Input<typeof route>, 'body'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'routing.manage');
  // One at a time: two lists put at once would each think the other's names free.
  await ctx.client.query("SELECT pg_advisory_xact_lock(hashtextextended('away reasons ' || $1, 0))", [
    ctx.orgId,
  ]);
  const { items, old } = await listAwayReasons(ctx);
  const before = [...items, ...old];
  const keyOf = (name: string): string => name.toLowerCase();
  const placed = body.items.map(({ id, name }, position) => {
    const known = before.find((one) => (id ? one.id === id : keyOf(one.name) === keyOf(name)));
    if (id && !known) throw notFound('reason');
    return { id: known?.id ?? ctx.ids.uuid(), name, position, isNew: !known };
  });
  const taken = [...placed, ...before.filter(({ id }) => !placed.some((one) => one.id === id))];
  if (
    new Set(taken.map(({ name }) => keyOf(name))).size < taken.length ||
    new Set(placed.map(({ id }) => id)).size < placed.length
  )
    throw refused('A reason of this name is there already.', 'body.items');
  await save(ctx, placed);
  ctx.emit({ name: 'routing.changed', facts: { what: 'reason', queueId: null } });
  ctx.audit({ action: 'away_reasons.changed', facts: { count: placed.length } });
  return listAwayReasons(ctx);
}

type Placed = { id: string; name: string; position: number; isNew: boolean };

async function save(ctx: Ctx, placed: readonly Placed[]): Promise<void> {
  // Names are unique: first those that stay get out of the way, then each takes its own.
  await ctx.client.query(
    `UPDATE away_reasons SET archived_at = coalesce(archived_at, $2),
       name = CASE WHEN id = ANY ($3::uuid[]) THEN id::text ELSE name END WHERE org_id = $1`,
    [ctx.orgId, ctx.clock.now(), placed.map(({ id }) => id)],
  );
  for (const { id, name, position, isNew } of placed) {
    const row = { name, position, archived_at: null };
    if (isNew)
      await ctx.db
        .insertInto('away_reasons')
        .values({ org_id: ctx.orgId, id, ...row })
        .execute();
    else
      await ctx.db
        .updateTable('away_reasons')
        .set(row)
        .where('org_id', '=', ctx.orgId)
        .where('id', '=', id)
        .execute();
  }
}
