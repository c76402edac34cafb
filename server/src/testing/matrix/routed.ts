import type { Shop } from '../../modules/customers/testing.ts';

type Of = { conversation: string; queue: string; person: string };

/** A skill, a reason of being away, two agents, and work that waits in a queue for one of them. */
export const routed = (shop: Shop, of: Of): Promise<Record<'skill' | 'awayReason' | 'work', string>> =>
  shop.run(async (ctx) => {
    const own = { org_id: ctx.orgId };
    const [skill, work] = [ctx.ids.uuid(), ctx.ids.uuid()];
    await ctx.db
      .insertInto('skills')
      .values({ ...own, id: skill, name: skill })
      .execute();
    for (const person_id of [shop.ownerId, of.person]) {
      await ctx.db
        .insertInto('agents')
        .values({ ...own, person_id, capacity_real_time: 20 })
        .onConflict((known) => known.doNothing())
        .execute();
      await ctx.db
        .insertInto('agent_queues')
        .values({ ...own, person_id, queue_id: of.queue })
        .execute();
    }
    const at = ctx.clock.now();
    const waits = { state: 'waiting', arrived_at: at, waiting_since: at, created_at: at };
    const about = { conversation_id: of.conversation, queue_id: of.queue, channel: 'webchat' };
    await ctx.db
      .insertInto('work_items')
      .values({ ...own, id: work, kind: 'conversation', class: 'real_time', ...about, ...waits })
      .execute();
    const reason = await ctx.db
      .insertInto('away_reasons')
      .values({ ...own, id: ctx.ids.uuid(), name: skill, position: 9 })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { skill, awayReason: reason.id, work };
  });
