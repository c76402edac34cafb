import type { ResponseOf } from '@meada/contract/route';
import type { runMacro as route } from '@meada/contract/routes/macros';
import { actorKey, permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { stateOf } from '../../conversations/index.ts';
import { checkPlace, goThrough } from './go-through.ts';
import { insertRun, lockRun } from './store.ts';
import { macroOf } from './views.ts';

/** Kinds of actions that are not taken back. */
const lastingKinds: readonly string[] = ['note', 'field'];

/**
 * Runs a macro in a conversation: all of it or nothing, by the same use cases and checks as by hand. The same runId is run
 * once, however many copies come at once: they wait for the conversation's lock.
 */
export async function runMacro(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.reply');
  const { runId, legId, words } = body;
  const macro = await macroOf(ctx, body.macroId);
  await checkPlace(ctx, macro, { conversationId: params.id, legId });
  const before = await stateOf(ctx, params.id);
  const known = await lockRun(ctx, runId);
  if (known && (known.actor !== actorKey(ctx.actor) || known.conversation_id !== params.id))
    throw conflict('This runId belongs to another run.', 'body.runId');
  if (known) return { runId, steps: [] };
  const performed = await goThrough(ctx, macro, { conversationId: params.id, legId, words });
  await insertRun(ctx, {
    id: runId,
    macro_id: macro.id,
    conversation_id: params.id,
    actor: actorKey(ctx.actor),
    state_before: before,
    state_after: await stateOf(ctx, params.id),
    message_ids: performed.flatMap(({ messageIds }) => messageIds),
    scheduled_ids: performed.flatMap(({ scheduledIds }) => scheduledIds),
    lasting: [...new Set(macro.actions.map(({ kind }) => kind as string))].filter((kind) =>
      lastingKinds.includes(kind),
    ),
    ran_at: ctx.clock.now(),
  });
  ctx.audit({
    action: 'macro.run',
    subject: { kind: 'conversation', id: params.id },
    facts: { macroId: macro.id, runId },
  });
  return { runId, steps: performed.map(({ step }) => step) };
}
