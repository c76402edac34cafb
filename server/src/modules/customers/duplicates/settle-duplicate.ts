import type { ResponseOf } from '@meada/contract/route';
import type { settleDuplicate as route } from '@meada/contract/routes/duplicates';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, found, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { mergeInto, resolveChoices } from '../merge.ts';
import { dismissSuggestion, lockIdentities, rootIdOf } from '../store.ts';
import { loadPair } from './pair.ts';
import { countDuplicates } from './views.ts';

/**
 * Settles a pair of the queue: merged (needs the right to merge), kept apart for good, or put off. Throws `not_found`,
 * `conflict` (settled meanwhile), `refused`, `forbidden`.
 */
export async function settleDuplicate(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'customers.write');
  if (body.action === 'merge') permit(ctx.actor, 'customers.merge');
  await lockIdentities(ctx);
  const pair = found(await loadPair(ctx, params.id), 'pair');
  if (pair.settledAt || pair.a === pair.b) throw conflict('This pair was settled already.');
  const subject = { kind: 'customer', id: pair.a };
  if (body.action === 'merge') {
    const intoId = await rootIdOf(ctx, body.intoId);
    if (intoId !== pair.a && intoId !== pair.b) throw refused('One of the two stays.', 'body.intoId');
    const fromId = intoId === pair.a ? pair.b : pair.a;
    const choices = await resolveChoices(ctx, [pair.a, pair.b], body.choices);
    const evidence = { suggestionId: params.id, score: pair.score };
    await mergeInto(ctx, { fromId, intoId, reason: pair.reason, evidence, choices });
  } else if (body.action === 'different') {
    await dismissSuggestion(ctx, params.id);
    ctx.audit({ action: 'suggestion.dismissed', subject, facts: { other: pair.b } });
  } else {
    const until = new Date(ctx.clock.now().getTime() + body.days * 86_400_000);
    await ctx.db
      .updateTable('merge_suggestions')
      .set({ later_until: until })
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', params.id)
      .execute();
  }
  if (body.action !== 'merge')
    for (const customerId of [pair.a, pair.b])
      ctx.emit({ name: 'suggestion.settled', facts: { customerId } });
  const states = { merge: 'merged', different: 'different', later: 'later' } as const;
  return { state: states[body.action], counts: await countDuplicates(ctx) };
}
