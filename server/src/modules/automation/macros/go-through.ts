import type { EditedWords, Macro, MacroStep } from '@meada/contract/macros';
import type { Ctx } from '../../../kernel/ctx.ts';
import { Failure, found, refused } from '../../../kernel/errors.ts';
import { findSeen } from '../../conversations/index.ts';
import { emptyStep, type Performed, performAction } from './perform.ts';

export type Going = {
  conversationId: string;
  legId?: string | undefined;
  words: readonly EditedWords[];
  /** Without its replies: for many conversations at once. */
  silent?: boolean;
  /** Replies go at once, though their author could take them back for some seconds. */
  atOnce?: boolean;
};

/** Throws unless the macro is for such a conversation, the actor sees it, and the leg is one of it. */
export async function checkPlace(
  ctx: Ctx,
  macro: Macro,
  { conversationId, legId }: { conversationId: string; legId?: string | undefined },
): Promise<void> {
  await findSeen(ctx, conversationId);
  if (legId) await checkLeg(ctx, conversationId, legId);
  if (macro.inboxIds.length === 0) return;
  const row = await ctx.db
    .selectFrom('conversations')
    .select('inbox_id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', conversationId)
    .executeTakeFirst();
  if (!macro.inboxIds.includes(row?.inbox_id ?? ''))
    throw refused('This macro is not for conversations of this inbox.', 'body.macroId');
}

async function checkLeg(ctx: Ctx, conversationId: string, legId: string): Promise<void> {
  const leg = await ctx.db
    .selectFrom('legs')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('conversation_id', '=', conversationId)
    .where('id', '=', legId)
    .executeTakeFirst();
  found(leg, 'leg');
}

/**
 * A reply that waits some seconds would take the conversation when it goes (who answers first has it): one that is to be
 * nobody's, or a team's, is not kept waiting.
 */
const mayDelay = ({ actions }: Macro): boolean =>
  !actions.some((action) => action.kind === 'assign' && (action.to === 'nobody' || action.to === 'team'));

/** Does a macro's actions in order; the first that is refused ends it, with the number of the action in the field. */
export async function goThrough(ctx: Ctx, macro: Macro, going: Going): Promise<Performed[]> {
  const performed: Performed[] = [];
  for (const index of macro.actions.keys())
    performed.push(
      await oneOf(ctx, macro, { ...going, index }).catch((error: unknown) => {
        if (!(error instanceof Failure)) throw error;
        throw new Failure(error.code, error.message, { field: `body.actions.${index}` });
      }),
    );
  return performed;
}

/** Does one action of a macro by its number. */
export async function oneOf(
  ctx: Ctx,
  macro: Macro,
  { index, words, silent, atOnce, ...place }: Going & { index: number },
): Promise<Performed> {
  const action = macro.actions[index];
  if (!action || (silent && action.kind === 'reply'))
    return {
      step: { ...emptyStep, outcome: 'nothing' } satisfies MacroStep,
      messageIds: [],
      scheduledIds: [],
    };
  const edited = words.find((one) => one.index === index);
  return performAction(ctx, action, { ...place, edited, delays: !atOnce && mayDelay(macro) });
}
