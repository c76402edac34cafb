import { type SurveyScale, signOf } from '@meada/contract/surveys';
import { sql } from 'kysely';
import { may } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { seenBy } from '../conversations/index.ts';
import { type KeptLine, lineOf, type TimelineSource } from '../timeline/index.ts';

/** What the customer said, to whoever sees the conversation it is about. */
async function tell(ctx: Ctx, kept: readonly KeptLine[]): Promise<Map<string, string>> {
  if (!may(ctx.actor, 'conversations.read')) return new Map();
  const { rows } = await sql<{ id: string; rating: number; scale: SurveyScale; comment: string | null }>`
    SELECT s.id, s.rating, s.scale, s.comment FROM surveys s
    JOIN conversations c ON c.org_id = s.org_id AND c.id = s.conversation_id
    WHERE s.org_id = ${ctx.orgId} AND s.id = ANY (${kept.flatMap(({ refId }) => refId ?? [])}::uuid[])
      AND s.rating IS NOT NULL AND ${seenBy(ctx.actor)}`.execute(ctx.db);
  const words = new Map(
    rows.map(({ id, rating, scale, comment }) => [
      id,
      [signOf(scale, rating), comment].filter(Boolean).join(' '),
    ]),
  );
  return new Map(
    kept.flatMap(({ id, refId }) => {
      const said = words.get(refId ?? '');
      return said ? [[id, said] as const] : [];
    }),
  );
}

/** Ratings: one line for each survey, told anew when it was changed. */
export const surveyLines: TimelineSource = {
  kinds: ['survey'],
  events: ['survey.rated'],
  lines: async (_ctx, events) =>
    events.map((event) =>
      lineOf(event, {
        kind: 'survey',
        key: `survey:${String(event.facts.surveyId)}`,
        refId: String(event.facts.surveyId),
        ...(typeof event.facts.personId === 'string' ? { personIds: [event.facts.personId] } : {}),
        facts: { rating: event.facts.rating, scale: event.facts.scale, mark: event.facts.mark },
      }),
    ),
  tell,
};
