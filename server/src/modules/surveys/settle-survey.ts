import type { settleSurvey as route, Survey } from '@meada/contract/routes/surveys';
import { type SqlBool, sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { mayRead, surveyRows } from './views.ts';

/** Says that somebody has seen to a bad rating, or takes it back. Throws `not_found`. */
export async function settleSurvey(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Survey> {
  permit(ctx.actor, 'reports.read');
  const read = async () => {
    const where = [sql<SqlBool>`s.id = ${params.id}`, mayRead(ctx)];
    return found((await surveyRows(ctx, { where, order: sql`s.id`, limit: 1 }))[0], 'survey');
  };
  const before = await read();
  if ((before.seenAt !== null) === body.seen) return before;
  await ctx.db
    .updateTable('surveys')
    .set({
      seen_at: body.seen ? ctx.clock.now() : null,
      seen_by: body.seen && ctx.actor.kind === 'person' ? ctx.actor.id : null,
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', params.id)
    .execute();
  const after = await read();
  const facts = { conversationId: after.conversationId, customerId: after.customer.id, surveyId: after.id };
  ctx.emit({ name: 'survey.changed', facts: { ...facts, state: body.seen ? 'seen' : 'unseen' } });
  return after;
}
