import type { deleteCanned as route } from '@meada/contract/routes/inboxes';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { removeCanned } from './store-desk.ts';

/** Deletes a canned reply. Throws `not_found`. */
export async function deleteCanned(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'canned.manage');
  const { id } = input.params;
  await removeCanned(ctx, id);
  ctx.emit({ name: 'canned.changed', facts: {} });
  ctx.audit({ action: 'canned.deleted', subject: { kind: 'canned_reply', id } });
  return { ok: true };
}
