import type { deleteAgreement as route } from '@meada/contract/routes/agreements';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { saveAgreement } from './save.ts';
import { agreementView } from './views.ts';

/** Takes an agreement out of use; what was promised by it stays in the report. Throws `not_found`. */
export async function deleteAgreement(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'agreements.manage');
  await agreementView(ctx, params.id);
  await saveAgreement(ctx, params.id, { archived: true });
  ctx.emit({ name: 'agreement.changed', facts: {} });
  ctx.audit({ action: 'agreement.deleted', subject: { kind: 'agreement', id: params.id } });
  return { ok: true };
}
