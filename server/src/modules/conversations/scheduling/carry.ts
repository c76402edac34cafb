import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';

/** What waits to go out follows the matter it belongs to when conversations are put together or taken apart. */

type Into = { regroupingId: string; intoId: string; knownSeq: number };

/** All of a conversation that goes on in another one, whose last message is `knownSeq`. */
export async function carryScheduled(
  ctx: Ctx,
  { fromId, ...into }: Into & { fromId: string },
): Promise<void> {
  await sql`
    UPDATE scheduled_messages SET conversation_id = ${into.intoId}, carried_by = ${into.regroupingId},
      known_seq = ${into.knownSeq} WHERE org_id = ${ctx.orgId} AND conversation_id = ${fromId}`.execute(
    ctx.db,
  );
}

/** What answers or quotes a message that went elsewhere. */
export async function carryAnswers(ctx: Ctx, into: Into): Promise<void> {
  await sql`
    UPDATE scheduled_messages SET conversation_id = ${into.intoId}, carried_by = ${into.regroupingId},
      known_seq = ${into.knownSeq} WHERE org_id = ${ctx.orgId} AND conversation_id <> ${into.intoId} AND about_ids && ARRAY(
        SELECT message_id FROM moved_messages WHERE org_id = ${ctx.orgId} AND regrouping_id = ${into.regroupingId})`.execute(
    ctx.db,
  );
}

/** What a regrouping took along comes back with it. */
export async function returnScheduled(
  ctx: Ctx,
  { regroupingId, toId }: { regroupingId: string; toId: string },
): Promise<void> {
  await sql`
    UPDATE scheduled_messages s SET conversation_id = ${toId}, carried_by = NULL, known_seq = c.last_seq
    FROM conversations c WHERE s.org_id = ${ctx.orgId} AND s.carried_by = ${regroupingId}
      AND c.org_id = s.org_id AND c.id = ${toId}`.execute(ctx.db);
}
