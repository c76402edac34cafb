import type { CustomFieldValue } from '@meada/contract/primitives';
import type { revealField as route } from '@meada/contract/routes/fields';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found, notFound } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { loadGroups, standingFields, standingWord } from '../standing.ts';
import { rootIdOf } from '../store.ts';
import { seesField } from './ranks.ts';
import { fieldsOf } from './views.ts';

/** Shows one sensitive value; that it was looked at is kept. Throws `not_found`, also for what the actor may not see. */
export async function revealField(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<{ value: CustomFieldValue }> {
  permit(ctx.actor, 'customers.read');
  const { id, name } = input.params;
  const rootId = await rootIdOf(ctx, id);
  const group = found((await loadGroups(ctx, [rootId])).get(rootId), 'customer');
  const subject = standingWord(group, 'kind') === 'company' ? 'company' : 'customer';
  const field = (await fieldsOf(ctx, subject)).find((one) => one.name === name);
  if (!field || !seesField(ctx.actor, field)) throw notFound('field');
  ctx.audit({ action: 'field.looked', subject: { kind: 'customer', id: rootId }, facts: { name } });
  return { value: (standingFields(group)[name] ?? null) as CustomFieldValue };
}
