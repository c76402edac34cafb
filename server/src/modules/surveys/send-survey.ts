import type { Locale } from '@meada/contract/primitives';
import type { SurveyScale } from '@meada/contract/surveys';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { askCustomer, noteInThread } from '../conversations/index.ts';
import { questionFor, wordsOf } from './question.ts';
import { type Facts, openMs, reasonNot } from './rules.ts';
import { settleSkipped } from './store.ts';
import { ruleFor, rulesOf } from './survey-rules.ts';
import { nameless } from './texts.ts';
import { surveyToken } from './tokens.ts';

/** What our side needs for consent: a question about one's own matter, once, without advertising. */
export const surveyPurpose = 'surveys';

type Row = Facts & {
  conversationId: string;
  customerId: string;
  inboxId: string;
  brandId: string;
  labelIds: string[];
  plannedFor: Date;
  dueAt: Date;
  root: string;
  name: string | null;
  locale: Locale;
  firm: string;
  scale: SurveyScale;
};

/** Asks one planned question, or writes down why not. Throws `CannotAsk`. */
export async function sendSurvey(ctx: Ctx, { surveyId }: { surveyId: string }): Promise<void> {
  const row = await hold(ctx, surveyId);
  if (!row) return;
  if (await postponed(ctx, surveyId, row)) return;
  const rule = ruleFor(await rulesOf(ctx), row);
  const labelled = row.labelIds.some((id) => rule.labelIds.includes(id));
  const now = ctx.clock.now();
  const planned = { resolvedAt: row.plannedFor, dueAt: row.dueAt };
  const reason = reasonNot({ ...row, labelled }, planned, { rule, now });
  if (reason) return settleSkipped(ctx, surveyId, reason);
  const { locale, firm, scale } = row;
  const name = row.name?.trim().split(/\s+/)[0] ?? '';
  const link = `${ctx.publicUrl}/pesquisa/${surveyToken(ctx.secrets, { orgId: ctx.orgId, surveyId })}`;
  const text = wordsOf(rule.questions[locale] ?? rule.questions['pt-BR'], locale, { name, firm });
  const asked = await askCustomer(ctx, {
    ...{ conversationId: row.conversationId, purpose: surveyPurpose, locale, templates: rule.templates },
    filling: { name: name || nameless[locale], firm, link },
    question: ({ manifest }) => questionFor({ surveyId, scale, text, locale, link }, manifest),
  });
  await ctx.db
    .updateTable('surveys')
    .set({
      ...{ state: 'sent', sent_at: now, expires_at: new Date(now.getTime() + openMs) },
      ...{ message_id: asked.messageId, leg_id: asked.legId },
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', surveyId)
    .execute();
  await noteInThread(ctx, row.conversationId, { code: 'survey_sent' });
  const { conversationId, customerId } = row;
  ctx.emit({ name: 'survey.changed', facts: { conversationId, customerId, surveyId, state: 'sent' } });
}

/** Between an answer that goes out a moment late (it can be undone) and the question after it. */
const afterAnswerMs = 5_000;
const answersWithinMs = 600_000;

/** An answer that still waits to go out comes first: the question is put off behind it. */
async function postponed(ctx: Ctx, surveyId: string, row: Row): Promise<boolean> {
  const soon = new Date(ctx.clock.now().getTime() + answersWithinMs);
  const { rows } = await sql<{ at: Date | null }>`SELECT max(next_at) AS at FROM scheduled_messages
    WHERE org_id = ${ctx.orgId} AND conversation_id = ${row.conversationId} AND state = 'waiting'
      AND next_at < ${soon}`.execute(ctx.db);
  const at = rows[0]?.at;
  if (!at) return false;
  const from = Math.max(at.getTime(), ctx.clock.now().getTime());
  await ctx.db
    .updateTable('surveys')
    .set({ due_at: new Date(from + afterAnswerMs) })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', surveyId)
    .execute();
  return true;
}

/**
 * What is known of a planned question now. The conversation is held first, as everywhere, then the customer: of two matters
 * of one customer that are due at once the second sees that the first was asked.
 */
async function hold(ctx: Ctx, surveyId: string): Promise<Row | null> {
  const place = await sql<{ conversation_id: string }>`
    SELECT s.conversation_id FROM surveys s WHERE s.org_id = ${ctx.orgId} AND s.id = ${surveyId}`.execute(
    ctx.db,
  );
  const conversationId = place.rows[0]?.conversation_id;
  if (!conversationId) return null;
  await sql`SELECT FROM conversations WHERE org_id = ${ctx.orgId} AND id = ${conversationId} FOR UPDATE`.execute(
    ctx.db,
  );
  const held =
    await sql`SELECT FROM customers r WHERE r.org_id = ${ctx.orgId} AND r.id = (SELECT o.canonical_id
    FROM conversations c JOIN customers o ON o.org_id = c.org_id AND o.id = c.customer_id
    WHERE c.org_id = ${ctx.orgId} AND c.id = ${conversationId}) FOR NO KEY UPDATE`.execute(ctx.db);
  if (held.rows.length === 0) return null;
  const said = (who: string) => sql`(SELECT count(*)::int FROM messages m WHERE m.org_id = c.org_id
    AND m.conversation_id = c.id AND m.visibility <> 'internal' AND m.automatic IN ('no', '') AND m.deleted_at IS NULL
    AND m.content ->> 'kind' <> 'system' AND ${sql.raw(who)})`;
  const { rows } = await sql<Row>`
    SELECT c.id AS "conversationId", s.customer_id AS "customerId", s.inbox_id AS "inboxId", c.brand_id AS "brandId",
      c.status, c.resolved_at AS "resolvedAt", c.label_ids AS "labelIds", s.resolved_at AS "plannedFor",
      s.due_at AS "dueAt", s.scale, c.merged_into_id IS NOT NULL AS merged, k.id AS root, k.name,
      coalesce(k.locale, z.locale) AS locale, coalesce(b.name, z.name) AS firm, k.blocked_at IS NOT NULL AS blocked,
      ${said(`m.author_kind = 'customer'`)} AS "fromCustomer",
      ${said(`m.author_kind IN ('person', 'bot')`)} AS "fromUs",
      (SELECT max(p.sent_at) FROM customers g JOIN surveys p ON p.org_id = g.org_id AND p.customer_id = g.id
        WHERE g.org_id = c.org_id AND g.canonical_id = k.id) AS "lastAskedAt"
    FROM surveys s
    JOIN conversations c ON c.org_id = s.org_id AND c.id = s.conversation_id
    JOIN customers o ON o.org_id = c.org_id AND o.id = c.customer_id
    JOIN customers k ON k.org_id = o.org_id AND k.id = o.canonical_id
    JOIN organisations z ON z.id = c.org_id
    LEFT JOIN brands b ON b.org_id = c.org_id AND b.id = c.brand_id
    WHERE s.org_id = ${ctx.orgId} AND s.id = ${surveyId} AND s.state = 'planned' FOR UPDATE OF s`.execute(
    ctx.db,
  );
  return rows[0] ?? null;
}
