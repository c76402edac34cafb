import type { Customer, settleSuggestion as route } from '@meada/contract/routes/customers';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { conflict, found, notFound } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { mergeInto } from './merge.ts';
import { dismissSuggestion, lockIdentities, rootIdOf } from './store.ts';
import { customerOf } from './views.ts';

/**
 * Settles a suggestion that concerns this customer: accepted, the other is merged into this one (which needs the right
 * to merge, LESSONS 47); dismissed, the pair is not suggested again. Throws `not_found`, `conflict`, `forbidden`.
 */
export async function settleSuggestion(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Customer> {
  permit(ctx.actor, 'customers.write');
  if (input.body.accept) permit(ctx.actor, 'customers.merge');
  const { id, suggestionId } = input.params;
  await lockIdentities(ctx);
  const root = await rootIdOf(ctx, id);
  const suggestion = found(await suggestionOf(ctx, suggestionId), 'suggestion');
  const first = await rootIdOf(ctx, suggestion.customer_id);
  const second = await rootIdOf(ctx, suggestion.other_id);
  if (first !== root && second !== root) throw notFound('suggestion');
  if (suggestion.settled_at) throw conflict('This suggestion was settled already.');
  const other = first === root ? second : first;
  if (other === root) throw conflict('These two are one already.');
  if (input.body.accept) {
    const { reason, evidence } = suggestion;
    await mergeInto(ctx, {
      fromId: other,
      intoId: root,
      reason,
      evidence: { ...(evidence as Record<string, unknown>), suggestionId },
    });
  } else {
    await dismissSuggestion(ctx, suggestionId);
    for (const customerId of [root, other]) ctx.emit({ name: 'suggestion.settled', facts: { customerId } });
    ctx.audit({ action: 'suggestion.dismissed', subject: { kind: 'customer', id: root }, facts: { other } });
  }
  return customerOf(ctx, root);
}

const suggestionOf = (ctx: Ctx, id: string) =>
  ctx.db
    .selectFrom('merge_suggestions')
    .select(['customer_id', 'other_id', 'reason', 'evidence', 'settled_at'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
