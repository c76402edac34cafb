import type { settleNotice as route } from '@meada/contract/routes/inbox-health';
import { actorKey, permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';

/** Notes that somebody has seen what a platform says of the account. Throws `not_found`. */
export async function settleNotice(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'inboxes.manage');
  const { id, noticeId } = input.params;
  const row = await ctx.db
    .updateTable('inbox_notices')
    .set({ settled_at: ctx.clock.now(), settled_by: actorKey(ctx.actor) })
    .where('org_id', '=', ctx.orgId)
    .where('inbox_id', '=', id)
    .where('id', '=', noticeId)
    .where('settled_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!row) throw notFound('notice');
  ctx.emit({ name: 'inbox.health', facts: { inboxId: id } });
  return { ok: true };
}
