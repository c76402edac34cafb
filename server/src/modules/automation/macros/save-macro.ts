import type { Macro } from '@meada/contract/macros';
import type { changeMacro as route } from '@meada/contract/routes/macros';
import type { Ctx } from '../../../kernel/ctx.ts';
import { forbidden } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { mayChange, showTo } from '../shown-to.ts';
import { checkNamed, lockMacro, writeMacro } from './store.ts';
import { macroOf } from './views.ts';

const labelsIn = ({ actions }: Macro): string[] =>
  actions.flatMap((action) => (action.kind === 'labels' ? action.labelIds : []));

type SaveInput = Pick<Input<typeof route>, 'body'> & { params?: { id: string } };

/**
 * Makes a macro, or changes one. What others see needs `canned.manage`; one's own, nothing: it does no more than its
 * maker could. Throws `not_found`, `forbidden`, `refused` or `deactivated` with the action that names what is not there.
 */
export async function saveMacro(ctx: Ctx, { params, body }: SaveInput): Promise<Macro> {
  const before = params ? await lockMacro(ctx, params.id) : null;
  if (before && !mayChange(ctx, before)) throw forbidden('canned.manage');
  const shown = await showTo(ctx, body, before);
  await checkNamed(ctx, body, before ? labelsIn(await macroOf(ctx, before.id)) : []);
  const id = before?.id ?? ctx.ids.uuid();
  await writeMacro(ctx, id, { input: body, shown });
  ctx.emit({ name: 'macro.changed', facts: {} });
  ctx.audit({ action: before ? 'macro.changed' : 'macro.created', subject: { kind: 'macro', id } });
  return macroOf(ctx, id);
}
