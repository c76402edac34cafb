import type { FieldDefinition } from '@meada/contract/fields';
import type { listFields as route } from '@meada/contract/routes/fields';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { seesField } from './ranks.ts';
import { fieldsOf } from './views.ts';

/** Definitions the caller may see; who defines them sees all. */
export async function listFields(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'query'>,
): Promise<{ items: FieldDefinition[] }> {
  permit(ctx.actor, 'customers.read');
  const items = await fieldsOf(ctx, input.query.subject);
  return { items: items.filter((field) => seesField(ctx.actor, field)) };
}
