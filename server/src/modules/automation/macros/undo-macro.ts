import type { ResponseOf } from '@meada/contract/route';
import type { undoMacro as route } from '@meada/contract/routes/macros';
import { actorKey, may, permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, found, notFound } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { dropScheduled, findSeen, restoreState, stateOf } from '../../conversations/index.ts';
import { attempt } from '../attempt.ts';
import { undoMs } from '../rules.ts';
import { lockRun, type MacroRun, markUndone } from './store.ts';

/**
 * Takes back what a macro did: status, labels, assignment, priority, following, and a reply that has not gone yet. What
 * somebody changed since stays, and so do notes, fields and what went out; the answer says which. Throws `not_found` for
 * somebody else's run (without `conversations.manage`), `conflict` when it is too late or was done already.
 */
export async function undoMacro(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.reply');
  const peeked = found(await lockFor(ctx, params.id), 'run');
  // The conversation before the run and the message, as everywhere.
  await stateOf(ctx, peeked.conversation_id);
  const run = found(await lockRun(ctx, params.id), 'run');
  if (run.undone_at) throw conflict('This was taken back already.');
  if (ctx.clock.now().getTime() - run.ran_at.getTime() > undoMs)
    throw conflict('This is too long ago to be taken back.');
  const replies = await takeBackReplies(ctx, run);
  const { undone, kept } = await restoreState(ctx, {
    conversationId: run.conversation_id,
    before: run.state_before,
    after: run.state_after,
    answered: replies.gone,
  });
  await markUndone(ctx, run.id);
  ctx.audit({
    action: 'macro.undone',
    subject: { kind: 'conversation', id: run.conversation_id },
    facts: { macroId: run.macro_id, runId: run.id },
  });
  return {
    undone: [...(replies.back ? ['reply'] : []), ...undone],
    kept: [...(replies.gone ? ['reply'] : []), ...run.lasting, ...kept],
  };
}

/** One's own run, wherever the conversation is by now; another's, if the conversation is seen and they may manage. */
async function lockFor(ctx: Ctx, id: string): Promise<Pick<MacroRun, 'conversation_id'> | undefined> {
  const run = await ctx.db
    .selectFrom('macro_runs')
    .select(['conversation_id', 'actor'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!run || run.actor === actorKey(ctx.actor)) return run;
  if (!may(ctx.actor, 'conversations.manage')) throw notFound('run');
  await findSeen(ctx, run.conversation_id, 'run');
  return run;
}

async function takeBackReplies(ctx: Ctx, run: MacroRun): Promise<{ back: boolean; gone: boolean }> {
  let [back, gone] = [false, run.message_ids.length > 0];
  for (const scheduledId of run.scheduled_ids) {
    const one = await attempt(ctx, (own) => dropScheduled(own, { scheduledId }), { keep: true });
    if (one.ok) back = true;
    else gone = true;
  }
  return { back, gone };
}
