import { Id } from '@meada/contract/primitives';
import type { ResponseOf } from '@meada/contract/route';
import type { listSegmentMembers as route } from '@meada/contract/routes/segments';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { customerRefs } from '../customers/index.ts';
import { segmentOf } from './views.ts';

/** Who is in a segment, by id: a steady order for reading all of them. Throws `not_found`, `malformed`. */
export async function listSegmentMembers(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'query'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'customers.read');
  const { id } = await segmentOf(ctx, input.params.id);
  const { cursor, limit } = input.query;
  if (cursor !== undefined && !Id.safeParse(cursor).success)
    throw new Failure('malformed', 'The cursor is not one of this list.', { field: 'query.cursor' });
  let members = ctx.db
    .selectFrom('segment_members')
    .select(['customer_id', 'since'])
    .where('org_id', '=', ctx.orgId)
    .where('segment_id', '=', id);
  if (cursor !== undefined) members = members.where('customer_id', '>', cursor);
  const rows = await members
    .orderBy('customer_id')
    .limit(limit + 1)
    .execute();
  const own = rows.slice(0, limit);
  const refs = await customerRefs(
    ctx,
    own.map(({ customer_id }) => customer_id),
  );
  const items = own.flatMap(({ customer_id, since }) => {
    const ref = refs.get(customer_id);
    return ref ? [{ ...ref, since: since.toISOString() }] : [];
  });
  return { items, next: rows.length > limit ? (own.at(-1)?.customer_id ?? null) : null };
}
