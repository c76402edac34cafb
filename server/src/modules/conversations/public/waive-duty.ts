import type { DutyState, PublicDuty } from '@meada/contract/public';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, found } from '../../../kernel/errors.ts';
import { insertNote, lockSeen, updateConversation } from '../store.ts';
import { isEnded } from './rules.ts';
import { move } from './settle.ts';
import { dutyById } from './views.ts';

/** Leaves a public word without a (further) public answer, with a reason that is kept; 409 when the duty has ended. */
export async function waiveDuty(ctx: Ctx, input: { dutyId: string; reason: string }): Promise<PublicDuty> {
  permit(ctx.actor, 'conversations.reply');
  const place = found(
    await ctx.db
      .selectFrom('public_duties')
      .select('conversation_id')
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', input.dutyId)
      .executeTakeFirst(),
    'duty',
  );
  const conversation = await lockSeen(ctx, place.conversation_id, { what: 'duty' });
  const row = await ctx.db
    .selectFrom('public_duties')
    .select(['id', 'conversation_id', 'state'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', input.dutyId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const duty = { ...row, state: row.state as DutyState };
  if (isEnded(duty.state)) throw conflict('This is settled already.');
  await move(ctx, duty, { kind: 'waived', reason: input.reason });
  await insertNote(ctx, conversation, { code: 'public_answer_waived', values: { reason: input.reason } });
  await updateConversation(ctx, conversation, {});
  ctx.audit({
    action: 'duty.waived',
    subject: { kind: 'conversation', id: conversation.id },
    facts: { dutyId: duty.id },
  });
  return dutyById(ctx, duty.id);
}
