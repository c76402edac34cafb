import type { FieldDefinition } from '@meada/contract/fields';
import type { createField as route } from '@meada/contract/routes/fields';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { checkField } from './check.ts';
import { insertField } from './store.ts';
import { fieldById, fieldsOf } from './views.ts';

/** Definitions a subject may have, archived ones too. */
const fieldsAtMost = 200;

/** Defines a custom field. Throws `refused`, `conflict` for a name that is there. */
export async function createField(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'body'>,
): Promise<FieldDefinition> {
  permit(ctx.actor, 'fields.manage');
  const { body } = input;
  checkField(body.type, body);
  const others = await fieldsOf(ctx, body.subject);
  if (others.length >= fieldsAtMost) throw refused('There are at most 200 fields.', 'body.name');
  const id = ctx.ids.uuid();
  await insertField(ctx, { ...body, id }, Math.max(0, ...others.map(({ position }) => position)) + 1);
  ctx.emit({ name: 'field.changed', facts: {} });
  const { subject, name, type } = body;
  ctx.audit({ action: 'field.created', subject: { kind: 'field', id }, facts: { subject, name, type } });
  return fieldById(ctx, id);
}
