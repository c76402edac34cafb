import type { FieldDefinition } from '@meada/contract/fields';
import type { archiveField as route } from '@meada/contract/routes/fields';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { setArchived } from './store.ts';
import { fieldById } from './views.ts';

/** Puts a definition away, or takes it back; values stay. Throws `not_found`. */
export async function archiveField(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<FieldDefinition> {
  permit(ctx.actor, 'fields.manage');
  const { name } = await fieldById(ctx, input.params.id);
  const { archived } = input.body;
  await setArchived(ctx, input.params.id, archived);
  ctx.emit({ name: 'field.changed', facts: {} });
  ctx.audit({
    action: archived ? 'field.archived' : 'field.restored',
    subject: { kind: 'field', id: input.params.id },
    facts: { name },
  });
  return fieldById(ctx, input.params.id);
}
