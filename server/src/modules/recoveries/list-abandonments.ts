import type { ResponseOf } from '@meada/contract/route';
import type { listAbandonments as route } from '@meada/contract/routes/abandonments';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { viewerOf } from '../people/index.ts';
import { abandonmentsWhere, listAtMost, standingCounts } from './views.ts';

/** Who left without what they came for, the latest first; those put off come last. */
export async function listAbandonments(
  ctx: Ctx,
  { query }: Pick<Input<typeof route>, 'query'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.read');
  const { state, mine, before } = query;
  const settled = state === 'settled';
  const at = settled ? sql`a.settled_at` : sql`a.at`;
  const items = await abandonmentsWhere(ctx, {
    where: sql`${settled ? sql`a.settled_at IS NOT NULL` : sql`a.settled_at IS NULL AND a.state = ${state}`}
      ${mine === 'true' ? sql`AND a.assignee_id = ${viewerOf(ctx.actor).personId}::uuid` : sql``}
      ${before === undefined ? sql`` : sql`AND ${at} < ${new Date(before)}`}`,
    order: settled
      ? sql`a.settled_at DESC, a.id`
      : sql`(a.later_at > ${ctx.clock.now()}) IS TRUE, a.at DESC, a.id`,
  });
  return {
    items: items.slice(0, listAtMost),
    more: items.length > listAtMost,
    counts: await standingCounts(ctx),
  };
}
