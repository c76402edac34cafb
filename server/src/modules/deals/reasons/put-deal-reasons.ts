import type { ResponseOf } from '@meada/contract/route';
import type { putDealReasons as route } from '@meada/contract/routes/deal-reasons';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { notFound, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { ensurePipeline, lockPipelines } from '../pipelines/store.ts';
import { reasonsOf } from './views.ts';

/**
 * Puts the whole list: what is left out is archived, since deals name it; the same words again bring it back. Throws
 * `not_found`, `refused` for a reason that stands there twice.
 */
export async function putDealReasons(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'body'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'deals.manage');
  await ensurePipeline(ctx);
  await lockPipelines(ctx);
  const before = await reasonsOf(ctx);
  const key = (reason: { outcome: string; name: string }) => `${reason.outcome} ${reason.name.toLowerCase()}`;
  const keys = input.body.items.map(key);
  if (new Set(keys).size < keys.length) throw refused('A reason stands there twice.', 'body.items');
  const placed = input.body.items.map((item, position) => {
    const known = item.id
      ? before.find(({ id }) => id === item.id)
      : before.find((reason) => key(reason) === key(item));
    if (item.id && !known) throw notFound('reason');
    if (known && known.outcome !== item.outcome)
      throw refused('A reason stays what it is for.', 'body.items');
    return { ...item, position, id: known?.id ?? ctx.ids.uuid(), isNew: !known };
  });
  await save(ctx, placed);
  ctx.emit({ name: 'pipeline.changed', facts: {} });
  ctx.audit({ action: 'deal_reasons.changed', facts: { count: placed.length } });
  return { items: await reasonsOf(ctx) };
}

type Placed = { id: string; outcome: string; name: string; position: number; isNew: boolean };

async function save(ctx: Ctx, placed: readonly Placed[]): Promise<void> {
  const now = ctx.clock.now();
  // Names are unique: first everything gets out of the way, then each takes its own.
  await ctx.client.query(
    `UPDATE deal_reasons SET archived_at = coalesce(archived_at, $2),
       name = CASE WHEN id = ANY ($3::uuid[]) THEN id::text ELSE name END WHERE org_id = $1`,
    [ctx.orgId, now, placed.map(({ id }) => id)],
  );
  const double = await ctx.client.query(
    `SELECT FROM deal_reasons r JOIN unnest($2::text[], $3::text[]) AS g(outcome, name)
       ON g.outcome = r.outcome AND lower(g.name) = lower(r.name) WHERE r.org_id = $1 LIMIT 1`,
    [ctx.orgId, placed.map(({ outcome }) => outcome), placed.map(({ name }) => name)],
  );
  if (double.rows.length > 0) throw refused('There is an archived reason of this name.', 'body.items');
  for (const { isNew, ...reason } of placed) {
    if (isNew)
      await ctx.db
        .insertInto('deal_reasons')
        .values({ org_id: ctx.orgId, ...reason })
        .execute();
    else
      await ctx.db
        .updateTable('deal_reasons')
        .set({ name: reason.name, position: reason.position, archived_at: null })
        .where('org_id', '=', ctx.orgId)
        .where('id', '=', reason.id)
        .execute();
  }
}
