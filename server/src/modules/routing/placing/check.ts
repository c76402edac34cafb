import type { IntakeRule } from '@meada/contract/routes/intake';
import type { Ctx } from '../../../kernel/ctx.ts';
import { knownIn } from '../agents/known.ts';
import { loadRules } from '../intake/places.ts';

type Named = 'inboxIds' | 'labelIds' | 'segmentIds';
const namedIn = (rules: readonly IntakeRule[], name: Named): string[] =>
  rules.flatMap(({ conditions }) => conditions[name]);

/**
 * Everything rules name is there. A label or segment that stands in the kept rules and is gone since may stay: its rule
 * fits nothing by it, and must not keep all the others from being saved. Throws `not_found`.
 */
export async function checkRules(ctx: Ctx, rules: readonly IntakeRule[]): Promise<void> {
  const kept = await loadRules(ctx);
  const of = (name: Named): string[] => {
    const stood = new Set(namedIn(kept, name));
    return namedIn(rules, name).filter((id) => !stood.has(id));
  };
  await knownIn(ctx, 'inboxes', of('inboxIds'));
  await knownIn(ctx, 'labels', of('labelIds'));
  await knownIn(ctx, 'segments', of('segmentIds'));
  await knownIn(
    ctx,
    'queues',
    rules.flatMap(({ queueId }) => queueId ?? []),
  );
  await knownIn(
    ctx,
    'skills',
    rules.flatMap(({ skills }) => skills.map(({ skillId }) => skillId)),
  );
}
