import type { ResponseOf } from '@meada/contract/route';
import type { listAudit as route } from '@meada/contract/routes/people';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { auditPage } from './views.ts';

/** The audit trail, newest first. The cursor is the number of the last entry seen. */
export async function listAudit(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'query'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'audit.read');
  const { cursor, limit } = input.query;
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) {
    throw new Failure('malformed', 'The cursor is not one of ours.', { field: 'query.cursor' });
  }
  const items = await auditPage(ctx, {
    before: cursor === undefined ? null : Number(cursor),
    limit: limit + 1,
  });
  const page = items.slice(0, limit);
  return { items: page, next: items.length > limit ? (page.at(-1)?.id ?? null) : null };
}
