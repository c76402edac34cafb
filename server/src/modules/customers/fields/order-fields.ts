import type { FieldDefinition } from '@meada/contract/fields';
import type { orderFields as route } from '@meada/contract/routes/fields';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { placeFields } from './store.ts';
import { fieldsOf } from './views.ts';

/** Puts the fields of a subject into the order of the names; unknown names are passed over. */
export async function orderFields(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'body'>,
): Promise<{ items: FieldDefinition[] }> {
  permit(ctx.actor, 'fields.manage');
  const { subject, names } = input.body;
  await placeFields(ctx, subject, names);
  ctx.emit({ name: 'field.changed', facts: {} });
  ctx.audit({ action: 'field.ordered', facts: { subject } });
  return { items: await fieldsOf(ctx, subject) };
}
