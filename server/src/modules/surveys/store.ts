import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { noteInThread, tellChanged } from '../conversations/index.ts';
import type { RatedBy, Standing } from './rules.ts';

/** Writes of surveys. */

/** Why most are not asked is nobody's news; these a colleague may want to mend. */
const toldOf = new Set(['window', 'template', 'undeliverable', 'opted_out', 'refused']);

/** Writes down why a planned question was not asked. */
export async function settleSkipped(ctx: Ctx, surveyId: string, reason: string): Promise<void> {
  const row = await ctx.db
    .updateTable('surveys')
    .set({ state: 'skipped', reason: reason.slice(0, 60) })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', surveyId)
    .where('state', '=', 'planned')
    .returning(['conversation_id', 'customer_id'])
    .executeTakeFirst();
  if (!row) return;
  const facts = { conversationId: row.conversation_id, customerId: row.customer_id, surveyId };
  if (toldOf.has(reason))
    await noteInThread(ctx, row.conversation_id, { code: 'survey_skipped', values: { reason } });
  ctx.emit({ name: 'survey.changed', facts: { ...facts, state: 'skipped' } });
}

export type Held = Standing & {
  id: string;
  conversationId: string;
  /** Where its matter goes on, if it was merged. */
  threadId: string;
  customerId: string;
  personId: string | null;
  comments: boolean;
  comment: string | null;
  thanked: boolean;
};

/** Who was erased is asked nothing any more, and nothing they would say is taken. */
const openUntil = sql`(SELECT least(s.expires_at, o.erased_at) FROM customers o WHERE o.org_id = s.org_id AND o.id = s.customer_id)`;

const heldColumns = sql`s.id, s.conversation_id AS "conversationId", s.customer_id AS "customerId",
  coalesce(c.merged_into_id, c.id) AS "threadId", s.person_id AS "personId", s.comments, s.comment, s.thanked, s.state, s.scale,
  ${openUntil} AS "expiresAt", s.rating, s.rated_at AS "ratedAt", s.rated_by AS "ratedBy", s.doubted_at AS "doubtedAt"`;

/** A survey, held, with the conversation held before it. */
export async function lockSurvey(ctx: Ctx, surveyId: string): Promise<Held | null> {
  await sql`SELECT FROM conversations c WHERE c.org_id = ${ctx.orgId} AND c.id = (SELECT coalesce(x.merged_into_id, x.id)
    FROM surveys s JOIN conversations x ON x.org_id = s.org_id AND x.id = s.conversation_id
    WHERE s.org_id = ${ctx.orgId} AND s.id = ${surveyId}) FOR UPDATE`.execute(ctx.db);
  const { rows } = await sql<Held>`
    SELECT ${heldColumns} FROM surveys s JOIN conversations c ON c.org_id = s.org_id AND c.id = s.conversation_id
    WHERE s.org_id = ${ctx.orgId} AND s.id = ${surveyId} FOR UPDATE OF s`.execute(ctx.db);
  return rows[0] ?? null;
}

/** Surveys of conversations that can still be answered. */
export async function standingSurveys(
  ctx: Ctx,
  conversationIds: readonly string[],
): Promise<(Held & { inboxId: string; messageId: string })[]> {
  const { rows } = await sql<Held & { inboxId: string; messageId: string }>`
    SELECT ${heldColumns}, l.inbox_id AS "inboxId", s.message_id AS "messageId" FROM surveys s
    JOIN conversations c ON c.org_id = s.org_id AND c.id = s.conversation_id
    JOIN legs l ON l.org_id = s.org_id AND l.id = s.leg_id
    WHERE s.org_id = ${ctx.orgId} AND s.conversation_id = ANY (${[...conversationIds]}::uuid[]) AND s.state = 'sent'
      AND s.expires_at > ${ctx.clock.now()} AND s.message_id IS NOT NULL
    ORDER BY s.sent_at DESC, s.id FOR UPDATE OF s`.execute(ctx.db);
  return rows;
}

/** Writes a rating that was decided, and tells. */
export async function writeRating(
  ctx: Ctx,
  survey: Held,
  said: { rating: number; by: RatedBy; thanked?: boolean },
): Promise<void> {
  const row = await ctx.db
    .updateTable('surveys')
    .set({
      rating: said.rating,
      rated_at: survey.ratedAt ?? ctx.clock.now(),
      rated_by: said.by,
      seen_at: null,
      seen_by: null,
      ...(said.thanked ? { thanked: true } : {}),
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', survey.id)
    .returning('mark')
    .executeTakeFirstOrThrow();
  const { conversationId, customerId, id: surveyId, personId, scale } = survey;
  ctx.emit({
    name: 'survey.rated',
    facts: {
      ...{ conversationId, customerId, surveyId, personId, scale },
      ...{ rating: said.rating, mark: row.mark ?? 'neutral' },
    },
  });
  tellChanged(ctx, conversationId, ['rating']);
}

/** Forgets what scripts said. */
export async function voidRating(ctx: Ctx, survey: Held): Promise<void> {
  await ctx.db
    .updateTable('surveys')
    .set({ rating: null, rated_at: null, rated_by: null, doubted_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', survey.id)
    .execute();
  tellChanged(ctx, survey.conversationId, ['rating']);
  const { conversationId, customerId, id: surveyId } = survey;
  ctx.emit({ name: 'survey.changed', facts: { conversationId, customerId, surveyId, state: 'sent' } });
}
