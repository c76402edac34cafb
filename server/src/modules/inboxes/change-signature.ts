import type { changeSignature as route, Signature } from '@meada/contract/routes/signatures';
import type { Ctx } from '../../kernel/ctx.ts';
import { forbidden } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { cleanSignature } from './rules-signature.ts';

/** Changes the person's own signature: made safe, nothing loaded from elsewhere. Empty takes it away. */
export async function changeSignature(
  ctx: Ctx,
  { body }: Pick<Input<typeof route>, 'body'>,
): Promise<Signature> {
  if (ctx.actor.kind !== 'person') throw forbidden('to be a person');
  const html = cleanSignature(body.html);
  const place = { org_id: ctx.orgId, person_id: ctx.actor.id };
  if (html === '') {
    await ctx.db
      .deleteFrom('signatures')
      .where('org_id', '=', ctx.orgId)
      .where('person_id', '=', ctx.actor.id)
      .execute();
    return { html: '' };
  }
  await ctx.db
    .insertInto('signatures')
    .values({ ...place, html })
    .onConflict((own) => own.columns(['org_id', 'person_id']).doUpdateSet({ html }))
    .execute();
  return { html };
}
