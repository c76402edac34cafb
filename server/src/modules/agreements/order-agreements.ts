import type { Agreement, orderAgreements as route } from '@meada/contract/routes/agreements';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { notFound, refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { saveAgreement } from './save.ts';
import { agreementViews } from './views.ts';

/** Puts the agreements in order. Throws `not_found` for one that is none, `refused` when one is left out. */
export async function orderAgreements(
  ctx: Ctx,
  { body }: Pick<Input<typeof route>, 'body'>,
): Promise<{ items: Agreement[] }> {
  permit(ctx.actor, 'agreements.manage');
  const known = new Set((await agreementViews(ctx)).map(({ id }) => id));
  if (body.agreementIds.some((id) => !known.has(id))) throw notFound('agreement');
  const named = new Set(body.agreementIds);
  if (named.size !== known.size || named.size !== body.agreementIds.length)
    throw refused('Name every agreement once.', 'body.agreementIds');
  for (const [position, id] of body.agreementIds.entries()) await saveAgreement(ctx, id, { position });
  ctx.emit({ name: 'agreement.changed', facts: {} });
  ctx.audit({ action: 'agreement.ordered' });
  return { items: await agreementViews(ctx) };
}
