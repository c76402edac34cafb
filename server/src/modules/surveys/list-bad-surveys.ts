import type { Survey } from '@meada/contract/routes/surveys';
import { type SqlBool, sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { mayRead, surveyRows } from './views.ts';

/** How long a bad rating waits at the bell. */
const days = 14;
const atMost = 50;

/** Bad ratings that nobody has seen to, newest first. */
export async function listBadSurveys(ctx: Ctx): Promise<{ items: Survey[] }> {
  permit(ctx.actor, 'reports.read');
  const since = new Date(ctx.clock.now().getTime() - days * 86_400_000);
  const where = [sql<SqlBool>`s.mark = 'bad' AND s.seen_at IS NULL AND s.rated_at > ${since}`, mayRead(ctx)];
  return { items: await surveyRows(ctx, { where, order: sql`s.rated_at DESC, s.id`, limit: atMost }) };
}
