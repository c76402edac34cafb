import type { Ctx } from '../../../kernel/ctx.ts';
import { sendMessage } from '../send-message.ts';
import type { SendBody } from '../sending/check.ts';
import { bodiesOf, removeScheduled, type ScheduledRow, tellScheduled } from './store.ts';

/**
 * Sends what a locked row keeps, as the actor, and forgets the row in the same transaction: it goes out once, whatever
 * happens to the process. `despite`: whoever answered meanwhile. Throws the refusal of `sendMessage`; nothing of it has gone out then.
 */
export async function deliver(ctx: Ctx, row: ScheduledRow, despite = false): Promise<void> {
  const conversationId = row.conversation_id;
  const bodies = bodiesOf(row);
  for (const [index, body] of bodies.entries())
    await sendMessage(ctx, {
      ...body,
      ...(body.seenSeq === undefined ? {} : { seenSeq: Math.max(body.seenSeq, row.known_seq) }),
      ...(despite ? { despite } : {}),
      ...(await wayNow(ctx, { conversationId, body, to: row.messages[index]?.to })),
      conversationId,
    });
  await removeScheduled(ctx, row);
  tellScheduled(ctx, row, 'sent');
}

type Place = { conversationId: string; body: SendBody; to: SendBody['to'] };

/** The leg, if the conversation still has it; else the address, where the matter went on in another conversation. */
async function wayNow(
  ctx: Ctx,
  { conversationId, body, to }: Place,
): Promise<Pick<SendBody, 'legId' | 'to'>> {
  if (body.internal) return {};
  const leg =
    body.legId &&
    (await ctx.db
      .selectFrom('legs')
      .select('id')
      .where('org_id', '=', ctx.orgId)
      .where('conversation_id', '=', conversationId)
      .where('id', '=', body.legId)
      .executeTakeFirst());
  return leg ? { legId: leg.id, to: undefined } : { legId: undefined, to };
}
