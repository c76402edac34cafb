import type { Agreement, changeAgreement as route } from '@meada/contract/routes/agreements';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { checkAgreement, saveAgreement } from './save.ts';
import { agreementView } from './views.ts';

/** Changes an agreement; open conversations are counted again. Throws `not_found`, `refused`. */
export async function changeAgreement(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Agreement> {
  permit(ctx.actor, 'agreements.manage');
  await checkAgreement(ctx, body, await agreementView(ctx, params.id));
  await saveAgreement(ctx, params.id, body);
  ctx.emit({ name: 'agreement.changed', facts: {} });
  ctx.audit({ action: 'agreement.changed', subject: { kind: 'agreement', id: params.id } });
  return agreementView(ctx, params.id);
}
