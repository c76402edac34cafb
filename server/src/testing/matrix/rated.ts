import type { Shop } from '../../modules/customers/testing.ts';

/** What customers are asked. */
export const surveyRule = {
  ...{ active: false, delayMinutes: 5, scale: 'faces', comments: true, pauseDays: 7 },
  questions: { 'pt-BR': 'Como foi?', en: 'How was it?', es: '¿Cómo fue?' },
};

/** A task, what an inbox's customers are asked, and a question that was answered badly. */
export async function rated(
  shop: Shop,
  of: { customer: string; conversation: string; inbox: string; leg: string },
): Promise<Record<'task' | 'survey' | 'surveyRule', string>> {
  const { owner } = shop;
  const task = await owner.ok('POST', '/api/tasks', { title: 'Ligar', conversationId: of.conversation });
  const rule = await owner.ok('PUT', '/api/survey-rules', { ...surveyRule, inboxId: of.inbox });
  const survey = await shop.run(async (ctx) => {
    const [id, at] = [ctx.ids.uuid(), ctx.clock.now()];
    const place = { conversation_id: of.conversation, customer_id: of.customer, inbox_id: of.inbox };
    const asked = { state: 'sent', sent_at: at, expires_at: new Date(at.getTime() + 1e9), leg_id: of.leg };
    const answered = { rating: 1, rated_at: at, rated_by: 'press', comment: 'Demorou' };
    await ctx.db
      .insertInto('surveys')
      .values({
        ...{ org_id: ctx.orgId, id, ...place, ...asked, ...answered },
        ...{ scale: 'faces', comments: true, resolved_at: at, due_at: at, created_at: at },
      })
      .execute();
    return id;
  });
  return { task: task.id, surveyRule: rule.id, survey };
}
