import type { IntakeRule } from '@meada/contract/routes/intake';
import type { Ctx } from '../../../kernel/ctx.ts';
import { knownIn } from '../agents/known.ts';

/** Everything rules name is there. Throws `not_found`. */
export async function checkRules(ctx: Ctx, rules: readonly IntakeRule[]): Promise<void> {
  const of = (name: 'inboxIds' | 'labelIds' | 'segmentIds') => rules.flatMap((one) => one.conditions[name]);
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
