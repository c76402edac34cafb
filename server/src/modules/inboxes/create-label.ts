import type { Label, createLabel as route } from '@meada/contract/routes/labels';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { insertLabel } from './store-desk.ts';

/** Creates a label. Throws `conflict` for a name that is there. */
export async function createLabel(ctx: Ctx, input: Pick<Input<typeof route>, 'body'>): Promise<Label> {
  permit(ctx.actor, 'labels.manage');
  const label = { id: ctx.ids.uuid(), ...input.body };
  await insertLabel(ctx, label);
  ctx.emit({ name: 'label.changed', facts: {} });
  ctx.audit({ action: 'label.created', subject: { kind: 'label', id: label.id } });
  return label;
}
