import type { Import, mapImport as route } from '@meada/contract/routes/imports';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { fieldsOf, knownLabels } from '../customers/index.ts';
import { mayBegin } from './rules.ts';
import { lockImport, saveImport } from './store.ts';
import { importOf } from './views.ts';

/** Says what the columns are. A report of a dry run no longer holds. Throws `not_found`, `conflict`, `refused`. */
export async function mapImport(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Import> {
  permit(ctx.actor, 'customers.import');
  const { id } = input.params;
  const { mapping, options } = input.body;
  const one = await lockImport(ctx, id, mayBegin.map);
  if (mapping.length !== one.columns.length)
    throw refused(`There are ${one.columns.length} columns.`, 'body.mapping');
  const names = new Set((await fieldsOf(ctx, 'customer')).map(({ name }) => `field:${name}`));
  const unknown = mapping.find((target) => target.startsWith('field:') && !names.has(target));
  if (unknown) throw refused(`There is no ${unknown}.`, 'body.mapping');
  await knownLabels(ctx, options.labelIds, 'body.options.labelIds');
  await saveImport(ctx, id, {
    state: 'mapping',
    mapping: JSON.stringify(mapping),
    options: JSON.stringify(options),
    place: 0,
    counts: '{}',
    problems: '[]',
    error: null,
  });
  return importOf(ctx, id);
}
