import type { MacroStep } from '@meada/contract/macros';
import type { ResponseOf } from '@meada/contract/route';
import type { previewMacro as route } from '@meada/contract/routes/macros';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { attempt } from '../attempt.ts';
import { checkPlace, oneOf } from './go-through.ts';
import { emptyStep } from './perform.ts';
import { macroOf } from './views.ts';

/**
 * What a macro would do: it is done for real, each action after the other, and taken back before the transaction ends.
 * So window, consent, permissions and what is so already are those of running it. Nothing is left, and nobody hears of it.
 */
export async function previewMacro(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.reply');
  const macro = await macroOf(ctx, body.macroId);
  await checkPlace(ctx, macro, { conversationId: params.id, legId: body.legId });
  const going = { conversationId: params.id, legId: body.legId, words: [] };
  const tried = await attempt(
    ctx,
    async (dry) => {
      const steps: MacroStep[] = [];
      for (const index of macro.actions.keys()) {
        const one = await attempt(dry, (own) => oneOf(own, macro, { ...going, index }), { keep: true });
        const refusedStep = { ...emptyStep, outcome: 'refused' as const };
        steps.push(one.ok ? one.value.step : { ...refusedStep, code: one.failure.code });
      }
      return steps;
    },
    { keep: false },
  );
  if (!tried.ok) throw tried.failure;
  return { steps: tried.value };
}
