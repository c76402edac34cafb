import type { FieldDefinition } from '@meada/contract/fields';
import type { changeField as route } from '@meada/contract/routes/fields';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { checkField } from './check.ts';
import { updateField } from './store.ts';
import { fieldById } from './views.ts';

/** Changes a definition; what customers have stays as it is. Throws `not_found`, `refused`. */
export async function changeField(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<FieldDefinition> {
  permit(ctx.actor, 'fields.manage');
  const { id } = input.params;
  const before = await fieldById(ctx, id);
  checkField(before.type, input.body, before);
  await updateField(ctx, id, input.body);
  const { sensitive, seenBy, editedBy } = input.body;
  ctx.emit({ name: 'field.changed', facts: {} });
  ctx.audit({
    action: 'field.changed',
    subject: { kind: 'field', id },
    facts: { name: before.name, sensitive, seenBy, editedBy },
  });
  return fieldById(ctx, id);
}
