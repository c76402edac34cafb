import type { Label, changeLabel as route } from '@meada/contract/routes/labels';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { updateLabel } from './store-desk.ts';

/** Changes name and colour of a label, wherever it stands. Throws `not_found`, `conflict` for a name that is there. */
export async function changeLabel(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Label> {
  permit(ctx.actor, 'labels.manage');
  const { id } = input.params;
  await updateLabel(ctx, id, input.body);
  ctx.emit({ name: 'label.changed', facts: {} });
  ctx.audit({ action: 'label.changed', subject: { kind: 'label', id } });
  return { id, ...input.body };
}
