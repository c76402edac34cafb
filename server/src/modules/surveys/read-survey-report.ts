import type { readSurveyReport as route, SurveyReport } from '@meada/contract/routes/surveys';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { reportOf } from './report-views.ts';

/** Satisfaction and response rate in a stretch of days; without reports.read of one's own conversations. */
export function readSurveyReport(ctx: Ctx, { query }: Input<typeof route>): Promise<SurveyReport> {
  permit(ctx.actor, 'conversations.read');
  return reportOf(ctx, query);
}
