import type { seeMentions as route } from '@meada/contract/routes/mentions';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { personOf } from '../person-of.ts';
import { findSeenMessage } from '../visibility.ts';

/** Marks own mentions as looked at: one note's, or all. */
export async function seeMentions(ctx: Ctx, { body }: Pick<Input<typeof route>, 'body'>): Promise<void> {
  const person = personOf(ctx.actor);
  if (body.messageId !== null) await findSeenMessage(ctx, body.messageId);
  const { rows } = await sql<{ message_id: string }>`
    UPDATE mention_rings SET seen_at = ${ctx.clock.now()}
    WHERE org_id = ${ctx.orgId} AND person_id = ${person.id} AND seen_at IS NULL
      AND (${body.messageId}::uuid IS NULL OR message_id = ${body.messageId}::uuid) RETURNING message_id`.execute(
    ctx.db,
  );
  if (rows.length > 0) tellSeen(ctx, person.id);
}

/** The reader has come to a number of a conversation: what names them up to there is looked at. */
export async function seeUpTo(ctx: Ctx, conversationId: string, seq: number): Promise<void> {
  const person = personOf(ctx.actor);
  const { rows } = await sql<{ message_id: string }>`
    UPDATE mention_rings g SET seen_at = ${ctx.clock.now()} FROM messages m
    WHERE g.org_id = ${ctx.orgId} AND g.person_id = ${person.id} AND g.seen_at IS NULL
      AND m.org_id = g.org_id AND m.id = g.message_id AND m.conversation_id = ${conversationId} AND m.seq <= ${seq}
    RETURNING g.message_id`.execute(ctx.db);
  if (rows.length > 0) tellSeen(ctx, person.id);
}

const tellSeen = (ctx: Ctx, personId: string): void =>
  ctx.emit({
    name: 'mention.changed',
    facts: { conversationId: null, messageId: null, personIds: [personId], rings: false },
  });
