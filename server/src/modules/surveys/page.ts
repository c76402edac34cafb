import { type Locale, textOf } from '@meada/contract/primitives';
import { ratingTitle } from '@meada/contract/surveys';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import { makeLimiter } from '../../kernel/http/limits.ts';
import { sendPage } from '../../kernel/http/public-page.ts';
import { commentSurvey } from './comment-survey.ts';
import { type PageState, scriptHash, surveyPage, tellPage } from './page-html.ts';
import { pageTexts } from './page-texts.ts';
import { wordsOf } from './question.ts';
import { rateSurvey } from './rate-survey.ts';
import { refuseSurveys } from './refuse-surveys.ts';
import type { Outcome } from './rules.ts';
import { lockSurvey } from './store.ts';
import { ruleFor, rulesOf } from './survey-rules.ts';
import { readSurveyToken, type SurveyPlace } from './tokens.ts';

/**
 * The public page of one question: no account, no script needed. Opening a link rates nothing, since mail programs and
 * scanners open links by themselves; see decision 0024.
 */

const perMinute = 30;
const Comment = textOf(2000);

type Shown = { locale: Locale; state: PageState; open: boolean };

export function mountSurveys(app: FastifyInstance, kernel: Kernel): void {
  const limiter = makeLimiter(kernel.clock);
  const path = '/pesquisa/:token';
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null, null));
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 16_384 },
      (_request, body, parsed) => parsed(null, new URLSearchParams(String(body))),
    );
    const open = async (request: FastifyRequest, reply: FastifyReply) => {
      const place = placeOf(kernel, request);
      const shown = place && (await inOrg(kernel, place, (ctx) => show(ctx, place.surveyId)));
      if (!shown) return tell(reply, 404, 'wrong');
      const chosen = chosenOf(request);
      return page(reply, 200, withChosen(shown, chosen));
    };
    scope.get(path, open);
    scope.get(`${path}/:rating`, open);
    const post = async (request: FastifyRequest, reply: FastifyReply) => {
      const place = placeOf(kernel, request);
      if (!place) return tell(reply, 404, 'wrong');
      try {
        limiter.take('survey', `${request.ip} ${place.surveyId}`, perMinute);
      } catch (error) {
        if (error instanceof Failure) return tell(reply, 429, 'tooMany');
        throw error;
      }
      return posted({ kernel, request, reply, place });
    };
    scope.post(path, post);
    scope.post(`${path}/:rating`, post);
    done();
  });
}

type Posted = { kernel: Kernel; request: FastifyRequest; reply: FastifyReply; place: SurveyPlace };

async function posted({ kernel, request, reply, place }: Posted): Promise<FastifyReply> {
  const fields: Record<string, string> =
    request.body instanceof URLSearchParams ? Object.fromEntries(request.body) : {};
  const { surveyId } = place;
  const shown = await inOrg(kernel, place, async (ctx) => {
    const before = await show(ctx, surveyId);
    if (!before) return null;
    const said = await take(ctx, surveyId, { fields, before });
    const after = await show(ctx, surveyId);
    return after && { ...after, state: { ...after.state, ...said } };
  });
  return shown ? page(reply, 200, shown) : tell(reply, 404, 'wrong');
}

type Taken = { fields: Record<string, string>; before: Shown };

/** Does what a form of the page asks, and answers the sentence to be shown. */
async function take(ctx: Ctx, surveyId: string, { fields, before }: Taken): Promise<Partial<PageState>> {
  const texts = pageTexts[before.locale];
  if (fields.refuse === '1') {
    await refuseSurveys(ctx, { surveyId });
    return { said: texts.refused };
  }
  if (fields.rating !== undefined) {
    const rating = /^[1-5]$/.test(fields.rating) ? Number(fields.rating) : 0;
    const by = fields.by === 'script' ? ('script' as const) : ('link' as const);
    const { outcome, survey } = await rateSurvey(ctx, { surveyId, rating, by });
    const said = sentences[outcome];
    const shown = survey?.rating ? ratingTitle(survey.scale, survey.rating, before.locale) : '';
    const words = shown && said === 'done' ? ` ${texts.chosen.replace('{rating}', () => shown)}` : '';
    return { said: said ? `${texts[said]}${words}` : null, problem: said === 'closed' };
  }
  const comment = Comment.safeParse(fields.comment);
  if (!comment.success || comment.data.trim() === '') return {};
  const kept = await commentSurvey(ctx, { surveyId, text: comment.data });
  return kept ? { said: texts.commented } : { said: texts.closed, problem: true };
}

const sentences: Record<Outcome, 'done' | 'closed' | null> = {
  ...{ rated: 'done', changed: 'done', same: 'done', closed: 'closed' },
  ...{ void: null, wrong: null },
};

const tokenOf = (request: FastifyRequest): string => String((request.params as { token?: unknown }).token);
const placeOf = (kernel: Kernel, request: FastifyRequest): SurveyPlace | null =>
  readSurveyToken(kernel.secrets, tokenOf(request));
const inOrg = <T>(kernel: Kernel, place: SurveyPlace, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  inTransaction(kernel, systemActor(place.orgId), work);

function chosenOf(request: FastifyRequest): number | null {
  const { rating } = request.params as { rating?: string };
  return rating !== undefined && /^[1-5]$/.test(rating) ? Number(rating) : null;
}

/** The rating of the link, chosen but not sent; what is rated already stays. */
function withChosen(shown: Shown, chosen: number | null): Shown {
  const { state } = shown;
  const fits = chosen !== null && (state.scale !== 'thumbs' || chosen <= 2) && chosen !== state.rating;
  return fits && shown.open ? { ...shown, state: { ...state, chosen } } : shown;
}

/** What the page shows; null when there is no such survey, or it was never asked. */
async function show(ctx: Ctx, surveyId: string): Promise<Shown | null> {
  const survey = await lockSurvey(ctx, surveyId);
  if (survey?.state !== 'sent' || !survey.expiresAt) return null;
  const { rows } = await sql<{
    firm: string;
    locale: Locale;
    inboxId: string;
    brandId: string;
    name: string | null;
  }>`
    SELECT coalesce(b.name, z.name) AS firm, coalesce(k.locale, z.locale) AS locale, s.inbox_id AS "inboxId",
      c.brand_id AS "brandId", k.name
    FROM surveys s JOIN conversations c ON c.org_id = s.org_id AND c.id = s.conversation_id
    JOIN customers o ON o.org_id = s.org_id AND o.id = s.customer_id
    JOIN customers k ON k.org_id = o.org_id AND k.id = o.canonical_id
    JOIN organisations z ON z.id = s.org_id LEFT JOIN brands b ON b.org_id = c.org_id AND b.id = c.brand_id
    WHERE s.org_id = ${ctx.orgId} AND s.id = ${surveyId}`.execute(ctx.db);
  const [row] = rows;
  if (!row) return null;
  const { questions } = ruleFor(await rulesOf(ctx), row);
  const name = row.name?.trim().split(/\s+/)[0] ?? '';
  const { firm, locale } = row;
  const question = wordsOf(questions[locale] ?? questions['pt-BR'], locale, { name, firm });
  const state = { firm, question, scale: survey.scale, rating: survey.rating, chosen: null, said: null };
  const rest = { comments: survey.comments, comment: survey.comment ?? '', problem: false };
  return { locale, state: { ...state, ...rest }, open: survey.expiresAt > ctx.clock.now() };
}

const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

const page = (reply: FastifyReply, status: number, { locale, state, open }: Shown): FastifyReply =>
  reply
    .code(status)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    .send(open ? surveyPage(locale, state) : tellPage(locale, pageTexts[locale].closed));

const tell = (reply: FastifyReply, status: number, text: 'wrong' | 'tooMany'): FastifyReply =>
  sendPage(reply, status, tellPage('pt-BR', pageTexts['pt-BR'][text]));
