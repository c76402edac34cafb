import type { ResponseOf } from '@meada/contract/route';
import type { listSurveys as route } from '@meada/contract/routes/surveys';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { surveyPage } from './views.ts';

/** Surveys that were asked, newest first; of one conversation whatever became of them. */
export function listSurveys(ctx: Ctx, { query }: Input<typeof route>): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.read');
  const { cursor, limit, ...filter } = query;
  return surveyPage(ctx, filter, { cursor, limit });
}
