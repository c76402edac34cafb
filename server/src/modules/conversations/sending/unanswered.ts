import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { Failure } from '../../../kernel/errors.ts';
import type { LockedConversation } from '../store.ts';
import type { SendBody } from './check.ts';

/**
 * Two colleagues must not answer the same thing. Who says up to which number they had seen (`seenSeq`) is stopped when
 * somebody else of the firm has answered the customer since, or has just sent what can still be taken back; unless they
 * say that they send all the same. Under the conversation's lock: of two at once the second is stopped. Throws
 * `answered_meanwhile` (409).
 */
export async function checkUnanswered(
  ctx: Ctx,
  conversation: Pick<LockedConversation, 'id'>,
  { seenSeq, despite, internal }: Pick<SendBody, 'seenSeq' | 'despite' | 'internal'>,
): Promise<void> {
  if (seenSeq === undefined || despite || internal) return;
  const own = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  const { rows } = await sql<{ answered: boolean }>`
    SELECT EXISTS (SELECT FROM messages m WHERE m.org_id = ${ctx.orgId} AND m.conversation_id = ${conversation.id}
        AND m.seq > ${seenSeq} AND m.author_kind = 'person' AND m.author_id IS DISTINCT FROM ${own}::uuid
        AND m.visibility <> 'internal' AND m.deleted_at IS NULL)
      OR EXISTS (SELECT FROM scheduled_messages s WHERE s.org_id = ${ctx.orgId} AND s.conversation_id = ${conversation.id}
        AND s.purpose = 'undo' AND s.state = 'waiting' AND s.person_id IS DISTINCT FROM ${own}::uuid) AS answered`.execute(
    ctx.db,
  );
  if (rows[0]?.answered)
    throw new Failure('answered_meanwhile', 'A colleague has answered since you began to write.', {
      field: 'body.seenSeq',
    });
}
