import type { Agreement, createAgreement as route } from '@meada/contract/routes/agreements';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { checkAgreement, insertAgreement } from './save.ts';
import { agreementView, agreementViews } from './views.ts';

const agreementsAtMost = 100;

/** Makes an agreement, the last in order. Throws `not_found`, `refused`. */
export async function createAgreement(
  ctx: Ctx,
  { body }: Pick<Input<typeof route>, 'body'>,
): Promise<Agreement> {
  permit(ctx.actor, 'agreements.manage');
  await checkAgreement(ctx, body);
  if ((await agreementViews(ctx)).length >= agreementsAtMost)
    throw refused('There are 100 agreements already.', 'body.name');
  const id = await insertAgreement(ctx, body);
  ctx.emit({ name: 'agreement.changed', facts: {} });
  ctx.audit({ action: 'agreement.created', subject: { kind: 'agreement', id } });
  return agreementView(ctx, id);
}
