import { sql } from 'kysely';
import type { Shop } from '../../modules/customers/testing.ts';

/** Something said in public that nobody has answered. */
const owed = (shop: Shop, talk: { conversation: string; leg: string; inbox: string }): Promise<string> =>
  shop.run(async (ctx) => {
    const message = await ctx.db
      .selectFrom('messages')
      .select('id')
      .where('conversation_id', '=', talk.conversation)
      .executeTakeFirstOrThrow();
    const id = ctx.ids.uuid();
    const place = { conversation_id: talk.conversation, leg_id: talk.leg, inbox_id: talk.inbox };
    await ctx.db
      .insertInto('public_duties')
      .values({ org_id: ctx.orgId, id, ...place, message_id: message.id, kind: 'comment' })
      .execute();
    return id;
  });

/** Somebody who waits to be called. */
const asked = (shop: Shop, talk: { conversation: string; inbox: string }): Promise<string> =>
  shop.run(async (ctx) => {
    const message = await ctx.db
      .selectFrom('messages')
      .select('id')
      .where('conversation_id', '=', talk.conversation)
      .executeTakeFirstOrThrow();
    const id = ctx.ids.uuid();
    const place = { conversation_id: talk.conversation, inbox_id: talk.inbox, message_id: message.id };
    await ctx.db
      .insertInto('callbacks')
      .values({ org_id: ctx.orgId, id, ...place, promised_at: ctx.clock.now() })
      .execute();
    return id;
  });

/** Somebody who left a chat unanswered. */
const left = (shop: Shop, talk: { conversation: string; customer: string; inbox: string }): Promise<string> =>
  shop.run(async (ctx) => {
    const [id, at] = [ctx.ids.uuid(), ctx.clock.now()];
    const place = { customer_id: talk.customer, conversation_id: talk.conversation, inbox_id: talk.inbox };
    const times = { at, ends_at: at, created_at: at };
    await ctx.db
      .insertInto('abandonments')
      .values({ org_id: ctx.orgId, id, kind: 'chat_left', ...place, ...times })
      .execute();
    return id;
  });

/** Another conversation of the same customer, and a move between the two that stands. */
export const regrouped = (
  shop: Shop,
  conversationId: string,
): Promise<{ otherConversation: string; regrouping: string }> =>
  shop.run(async (ctx) => {
    const [other, regrouping] = [ctx.ids.uuid(), ctx.ids.uuid()];
    await sql`INSERT INTO conversations (org_id, id, protocol, customer_id, brand_id, channel, inbox_id)
      SELECT org_id, ${other}, protocol || '-b', customer_id, brand_id, channel, inbox_id FROM conversations
      WHERE org_id = ${ctx.orgId} AND id = ${conversationId}`.execute(ctx.db);
    await ctx.db
      .insertInto('regroupings')
      .values({
        org_id: ctx.orgId,
        id: regrouping,
        kind: 'move',
        from_id: other,
        into_id: conversationId,
        actor: 'system',
        at: ctx.clock.now(),
      })
      .execute();
    return { otherConversation: other, regrouping };
  });

/** What waits for somebody in a conversation: a call, somebody who left, an answer owed in public. */
export async function openIn(shop: Shop, talk: Parameters<typeof owed>[1] & Parameters<typeof left>[1]) {
  const callback = await asked(shop, talk);
  const abandonment = await left(shop, talk);
  return { callback, abandonment, duty: await owed(shop, talk) };
}
