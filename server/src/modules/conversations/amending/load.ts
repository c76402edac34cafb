import { Content } from '@meada/contract/content';
import type { Side } from '@meada/contract/public';
import type { AuthorKind } from '@meada/contract/routes/conversations';
import { sql } from 'kysely';
import { actorKey } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { lockSeen } from '../store.ts';
import { lastFrom, windowEnd } from '../views/legs.ts';
import { findSeenMessage } from '../visibility.ts';
import type { Amendable } from './rules.ts';

export type LoadedMessage = Amendable & {
  id: string;
  conversationId: string;
  seq: number;
  inboxId: string | null;
  legId: string | null;
};

type Row = {
  seq: number;
  at: Date;
  author_kind: AuthorKind;
  author: string | null;
  visibility: string;
  content: unknown;
  deleted_at: Date | null;
  hidden: boolean;
  inbox_id: string | null;
  leg_id: string | null;
  channel: string | null;
  known: boolean;
  dispatch: string | null;
  address_inbound_at: Date | null;
};

/** A message the actor sees, its conversation locked, with what decides whether it can be changed. 404 otherwise. */
export async function lockMessage(ctx: Ctx, id: string): Promise<LoadedMessage> {
  const { conversationId } = await findSeenMessage(ctx, id);
  await lockSeen(ctx, conversationId);
  const result = await sql<Row>`
    SELECT m.seq, m.at, m.author_kind, m.visibility, m.content, m.deleted_at, m.inbox_id, m.leg_id, x.channel,
      coalesce((SELECT a.hidden FROM amendments a WHERE a.org_id = m.org_id AND a.message_id = m.id AND a.kind = 'hiding'
        AND a.state IN ('queued', 'sending') ORDER BY a.n DESC LIMIT 1), m.hidden_at IS NOT NULL) AS hidden,
      CASE m.author_kind WHEN 'person' THEN 'person:' || m.author_id WHEN 'bot' THEN 'key:' || m.author_id END AS author,
      EXISTS (SELECT FROM external_ids e WHERE e.org_id = m.org_id AND e.message_id = m.id AND e.inbox_id = m.inbox_id)
        AS known,
      (SELECT d.state FROM dispatches d WHERE d.org_id = m.org_id AND d.message_id = m.id) AS dispatch,
      (SELECT ${lastFrom('l', 'i', sql<Side>`l.side`)} FROM legs l JOIN identities i ON i.org_id = l.org_id AND i.id = l.identity_id
         WHERE l.org_id = m.org_id AND l.id = m.leg_id) AS address_inbound_at
    FROM messages m LEFT JOIN inboxes x ON x.org_id = m.org_id AND x.id = m.inbox_id AND x.active
    WHERE m.org_id = ${ctx.orgId} AND m.id = ${id} AND m.conversation_id = ${conversationId}`.execute(ctx.db);
  const row = found(result.rows[0], 'message');
  const plugin = row.channel === null ? undefined : ctx.ports.channels.get(row.channel);
  const capabilities = plugin?.manifest.capabilities;
  return {
    id,
    conversationId,
    seq: row.seq,
    inboxId: row.inbox_id,
    legId: row.leg_id,
    authorKind: row.author_kind,
    own: row.author !== null && row.author === actorKey(ctx.actor),
    internal: row.visibility === 'internal',
    public: row.visibility === 'public',
    hidden: row.hidden,
    content: Content.parse(row.content),
    deleted: row.deleted_at !== null,
    at: row.at,
    amends: plugin?.amend ? (capabilities?.amends ?? null) : null,
    known: row.known,
    dispatch: row.dispatch,
    windowEndsAt: windowEnd(capabilities, {
      side: row.visibility === 'public' ? 'public' : 'private',
      lastInboundAt: row.address_inbound_at,
      publicInboundAt: null,
      byPerson: false,
    }),
  };
}
