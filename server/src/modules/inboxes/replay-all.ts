import type { replayAll as route } from '@meada/contract/routes/inbox-health';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { holdInbox } from './store.ts';

/** So many at once: more is asked for again. */
const atOnce = 5000;

/** Has everything read again that an inbox could not read, in the order it came; answers how much. Throws `not_found`. */
export async function replayAll(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<{ count: number }> {
  permit(ctx.actor, 'inboxes.manage');
  const { id } = input.params;
  await holdInbox(ctx, id);
  const result = await sql`
    UPDATE receipts SET state = 'new', error = NULL, n = DEFAULT
    WHERE org_id = ${ctx.orgId} AND id IN (SELECT p.id FROM receipts p WHERE p.org_id = ${ctx.orgId}
      AND p.inbox_id = ${id} AND p.state = 'poison' AND p.body IS NOT NULL ORDER BY p.n LIMIT ${atOnce})`.execute(
    ctx.db,
  );
  const count = Number(result.numAffectedRows ?? 0);
  if (count === 0) return { count };
  ctx.emit({ name: 'inbox.changed', facts: { inboxId: id } });
  ctx.audit({ action: 'receipts.replayed', subject: { kind: 'inbox', id }, facts: { count } });
  ctx.afterCommit(() => ctx.bus.wake('receipts'));
  return { count };
}
