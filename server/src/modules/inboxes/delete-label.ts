import type { deleteLabel as route } from '@meada/contract/routes/labels';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { removeLabel } from './store-desk.ts';

/** Deletes a label everywhere. Throws `not_found`. */
export async function deleteLabel(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'labels.manage');
  const { id } = input.params;
  await removeLabel(ctx, id);
  ctx.emit({ name: 'label.changed', facts: {} });
  ctx.audit({ action: 'label.deleted', subject: { kind: 'label', id } });
  return { ok: true };
}
