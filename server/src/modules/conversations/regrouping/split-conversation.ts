import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { customerRefs } from '../../customers/index.ts';
import { answerItem } from '../answer.ts';
import { newProtocol } from '../new-protocol.ts';
import { startedId } from '../starting/insert.ts';
import { insertNote, type LockedConversation, lockSeen } from '../store.ts';
import { carry } from './carry.ts';
import { beginRegrouping } from './keep.ts';
import { type Chosen, chosenMessages, refuseForeign } from './load.ts';
import type { Regrouped } from './merge-conversations.ts';
import { protocolsOf } from './protocols.ts';

export type SplitInput = {
  conversationId: string;
  clientId: string;
  messageIds: readonly string[];
  subject?: string;
};

/**
 * Takes messages out into a conversation of their own, of whoever wrote the first of them: so a second person's matter in
 * a group or a copied mail becomes theirs. The same `clientId` splits once.
 */
export async function splitConversation(ctx: Ctx, input: SplitInput): Promise<Regrouped> {
  permit(ctx.actor, 'conversations.reply');
  const id = startedId(ctx, input.clientId);
  const from = await lockSeen(ctx, input.conversationId);
  const known = await splitBefore(ctx, id);
  if (known) return { regroupingId: known, conversation: await answerItem(ctx, id) };
  const customerId = await customerOf(ctx, from, input.messageIds);
  const canonicalId = (await customerRefs(ctx, [customerId])).get(customerId)?.id ?? customerId;
  const messages = await chosenMessages(ctx, from, {
    messageIds: input.messageIds,
    intoId: null,
    canonicalId,
  });
  refuseForeign(messages);
  await insertSplit(ctx, from, { id, customerId, subject: input.subject || null });
  const into = await lockSeen(ctx, id);
  const protocols = await protocolsOf(ctx, from.id, id);
  const begun = await beginRegrouping(ctx, { kind: 'split', fromId: from.id, intoId: id });
  await insertNote(ctx, into, {
    code: 'split_from',
    values: { protocol: protocols.from, count: messages.length },
  });
  return carry(ctx, begun, {
    regroupingId: begun.id,
    at: begun.at,
    from,
    into,
    messageIds: messages.map((message: Chosen) => message.id),
    protocols,
  });
}

async function splitBefore(ctx: Ctx, id: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('regroupings')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('into_id', '=', id)
    .where('kind', '=', 'split')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Whoever wrote the first of the messages that a customer wrote; the requester when none did. */
async function customerOf(
  ctx: Ctx,
  from: LockedConversation,
  messageIds: readonly string[],
): Promise<string> {
  const row = await ctx.db
    .selectFrom('messages as m')
    .innerJoin('identities as i', (join) =>
      join.onRef('i.org_id', '=', 'm.org_id').onRef('i.id', '=', 'm.author_id'),
    )
    .select('i.customer_id')
    .where('m.org_id', '=', ctx.orgId)
    .where('m.conversation_id', '=', from.id)
    .where('m.author_kind', '=', 'customer')
    .where('m.id', 'in', [...messageIds])
    .orderBy('m.seq')
    .executeTakeFirst();
  return row?.customer_id ?? from.customer_id;
}

async function insertSplit(
  ctx: Ctx,
  from: LockedConversation,
  fresh: { id: string; customerId: string; subject: string | null },
): Promise<void> {
  const now = ctx.clock.now();
  const protocol = await newProtocol(ctx, now);
  await sql`
    INSERT INTO conversations (org_id, id, protocol, customer_id, brand_id, subject, priority, label_ids, assignee_id, team_id,
      channel, inbox_id, active_at, created_at)
    SELECT org_id, ${fresh.id}, ${protocol}, ${fresh.customerId}, brand_id, ${fresh.subject}, priority, label_ids, assignee_id,
      team_id, channel, inbox_id, ${now}, ${now}
    FROM conversations WHERE org_id = ${ctx.orgId} AND id = ${from.id}`.execute(ctx.db);
  const inbox = await ctx.db
    .selectFrom('conversations')
    .select('inbox_id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', fresh.id)
    .executeTakeFirstOrThrow();
  ctx.emit({
    name: 'conversation.created',
    facts: { conversationId: fresh.id, customerId: fresh.customerId, inboxId: inbox.inbox_id },
  });
}
