import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import { personOf } from './person-of.ts';
import { findSeen } from './visibility.ts';

export type DraftInput = {
  conversationId: string;
  text: string;
  html?: string | null;
  legId: string | null;
  internal: boolean;
};

/** Keeps the person's own draft of a conversation; an empty one is removed. Answers when. */
export async function saveDraft(ctx: Ctx, input: DraftInput): Promise<{ at: string }> {
  permit(ctx.actor, 'conversations.reply');
  const person = personOf(ctx.actor);
  const conversation = await findSeen(ctx, input.conversationId);
  const place = { org_id: ctx.orgId, conversation_id: conversation.id, person_id: person.id };
  const at = ctx.clock.now();
  if (input.text.trim() === '') {
    await ctx.db
      .deleteFrom('drafts')
      .where('org_id', '=', ctx.orgId)
      .where('conversation_id', '=', conversation.id)
      .where('person_id', '=', person.id)
      .execute();
    return { at: at.toISOString() };
  }
  await checkLeg(ctx, conversation.id, input.legId);
  const draft = {
    text: input.text,
    html: input.html ?? null,
    leg_id: input.legId,
    internal: input.internal,
    at,
  };
  await ctx.db
    .insertInto('drafts')
    .values({ ...place, ...draft })
    .onConflict((own) => own.columns(['org_id', 'conversation_id', 'person_id']).doUpdateSet(draft))
    .execute();
  return { at: at.toISOString() };
}

async function checkLeg(ctx: Ctx, conversationId: string, legId: string | null): Promise<void> {
  if (legId === null) return;
  const leg = await ctx.db
    .selectFrom('legs')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('conversation_id', '=', conversationId)
    .where('id', '=', legId)
    .executeTakeFirst();
  if (!leg) throw refused('This conversation has no such leg.', 'body.legId');
}
