import type { ChatConversation, ChatMessage } from '@meada/contract/routes/chat';
import type { Message } from '@meada/contract/routes/conversations';
import type { CustomerActor } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { readMessages } from '../../../modules/conversations/index.ts';
import { chatWaits, goneOn, hiddenLegs } from '../../../modules/routing/index.ts';

/** What the widget shows. A visitor sees conversations their own browser takes part in, and only what is public. */

type Row = {
  id: string;
  protocol: string;
  status: string;
  sac: boolean;
  last_seq: number;
  agent_name: string | null;
  firm_read: number | null;
};

const columns = `c.id, c.protocol, c.status, c.last_seq,
  EXISTS (SELECT FROM brands b WHERE b.org_id = c.org_id AND b.id = c.brand_id AND b.sac_since IS NOT NULL) AS sac,
  (SELECT p.name FROM members p WHERE p.org_id = c.org_id AND p.id = c.assignee_id) AS agent_name,
  (SELECT max(r.seq) FROM read_marks r WHERE r.org_id = c.org_id AND r.conversation_id = c.id
     AND r.reader LIKE 'person:%') AS firm_read`;

type Shown = Omit<ChatConversation, 'wait' | 'elsewhere'>;

/** With what those are told who wait, and where it goes on. */
async function withWaits(ctx: Ctx, shown: readonly Shown[]): Promise<ChatConversation[]> {
  const ids = shown.map(({ id }) => id);
  const waits = await chatWaits(ctx, ids);
  const elsewhere = await goneOn(ctx, ids);
  return shown.map((one) => ({
    ...one,
    wait: waits.get(one.id) ?? null,
    elsewhere: elsewhere.get(one.id) ?? null,
  }));
}

const shapeOf = (row: Row): Shown => ({
  id: row.id,
  protocol: row.protocol,
  resolved: row.status === 'resolved',
  sac: row.sac,
  agentName: row.agent_name,
  lastSeq: row.last_seq,
  firmReadSeq: row.firm_read ?? 0,
});

/** The visitor's latest conversation, or null before the first message. */
export async function chatConversation(ctx: Ctx, visitor: CustomerActor): Promise<ChatConversation | null> {
  if (!visitor.identityId) return null;
  const result = await ctx.client.query<Row>({
    name: 'chat_conversation',
    text: `SELECT ${columns} FROM participants t JOIN conversations c ON c.org_id = t.org_id AND c.id = t.conversation_id
      WHERE t.org_id = $1 AND t.identity_id = $2 AND c.merged_into_id IS NULL ORDER BY c.active_at DESC LIMIT 1`,
    values: [ctx.orgId, visitor.identityId],
  });
  return (await withWaits(ctx, result.rows.map(shapeOf)))[0] ?? null;
}

/** Conversations by id with the visitors in them, for the live feed. */
export async function chatConversations(
  ctx: Ctx,
  ids: string[],
): Promise<{ conversation: ChatConversation; visitorIds: string[] }[]> {
  const result = await ctx.client.query<Row & { visitors: string[] }>({
    name: 'chat_conversations',
    text: `SELECT ${columns}, array_agg(i.value) AS visitors
      FROM conversations c
      JOIN participants t ON t.org_id = c.org_id AND t.conversation_id = c.id
      JOIN identities i ON i.org_id = t.org_id AND i.id = t.identity_id AND i.kind = 'visitor'
      WHERE c.org_id = $1 AND c.id = ANY($2) GROUP BY c.org_id, c.id`,
    values: [ctx.orgId, ids],
  });
  const shown = await withWaits(ctx, result.rows.map(shapeOf));
  const visitors = new Map(result.rows.map((row) => [row.id, row.visitors]));
  return shown.map((conversation) => ({ conversation, visitorIds: visitors.get(conversation.id) ?? [] }));
}

export async function chatMessages(
  ctx: Ctx,
  query: { conversationId: string; before?: number; after?: number; limit?: number },
): Promise<{ items: ChatMessage[]; hasMore: boolean }> {
  const { conversationId, before, after, limit = 50 } = query;
  const page = await readMessages(ctx, conversationId, { before, after, limit, customersOnly: true });
  const hidden = await hiddenLegs(ctx, [conversationId]);
  const items = page.items.filter(({ legId }) => legId === null || !hidden.has(legId));
  return { items: items.map(chatMessageOf), hasMore: page.hasMore };
}

/** A message as the visitor reads it: no private facts, `self` for what the customer wrote on any channel. */
export function chatMessageOf(message: Message): ChatMessage {
  return {
    id: message.id,
    seq: message.seq,
    at: message.at,
    author: {
      kind: message.author.kind,
      name: message.author.kind === 'customer' ? null : message.author.name,
      self: message.author.kind === 'customer',
    },
    channel: message.channel,
    content: message.content,
    attachments: message.attachments,
    replyTo: message.replyTo ? { seq: message.replyTo.seq, text: message.replyTo.text } : null,
    reactions: message.reactions.map((reaction) => reaction.emoji),
    editedAt: message.editedAt,
    deletedAt: message.deletedAt,
    state: message.dispatch?.state ?? null,
    clientId: message.clientId,
  };
}
