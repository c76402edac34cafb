import { sql } from 'kysely';
import { type CustomerActor, systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { leavingPace } from './rules.ts';
import { insertAbandonments } from './store.ts';

type Waiting = { conversationId: string; waitedSeconds: number };

/**
 * A visitor's browser has been gone for a while: conversations of theirs in which they waited for an answer were
 * abandoned then. `leftAt`: when the last socket closed.
 */
export async function noteLeft(
  kernel: Kernel,
  visitor: CustomerActor,
  { leftAt, waitedMs = leavingPace.waitedMs }: { leftAt: Date; waitedMs?: number },
): Promise<void> {
  const keys = [...kernel.ports.identityKinds.values()].flatMap((kind) =>
    kind.anonymous ? [kind.matchKey(visitor.id)] : [],
  );
  await inTransaction(kernel, systemActor(visitor.orgId), async (ctx) => {
    const { rows } = await sql<Waiting>`
      SELECT c.id AS "conversationId", extract(epoch FROM ${leftAt}::timestamptz - c.waiting_since)::int AS "waitedSeconds"
      FROM identities i
      JOIN legs l ON l.org_id = i.org_id AND l.identity_id = i.id AND l.inbox_id = ${visitor.inboxId}
      JOIN conversations c ON c.org_id = l.org_id AND c.id = l.conversation_id AND c.inbox_id = l.inbox_id
      WHERE i.org_id = ${ctx.orgId} AND i.match_key = ANY(${keys}::text[]) AND c.status = 'open'
        AND c.waiting_since <= ${new Date(leftAt.getTime() - waitedMs)}
        -- Who goes because their place is kept, or because they are called, has not left.
        AND NOT EXISTS (SELECT FROM kept_places k WHERE k.org_id = c.org_id AND k.conversation_id = c.id
          AND k.state IN ('open', 'written'))
        AND NOT EXISTS (SELECT FROM callbacks b WHERE b.org_id = c.org_id AND b.conversation_id = c.id
          AND b.settled_at IS NULL)`.execute(ctx.db);
    await insertAbandonments(
      ctx,
      'chat_left',
      rows.map((row) => ({ ...row, at: leftAt })),
    );
  });
}
