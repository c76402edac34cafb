import type { exportSurveys as route } from '@meada/contract/routes/exports';
import type { Survey } from '@meada/contract/routes/surveys';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import { type Ctx, inTransaction } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { surveyPage } from '../surveys/index.ts';
import type { Cell } from './export-cells.ts';
import { inLanguage, type Word } from './export-words.ts';
import { placeOf, sendTable } from './send-table.ts';

const atOnce = 500;

const header: Word[] = [
  ...(['protocol', 'customer', 'inbox', 'owner', 'team', 'resolvedAt', 'askedAt'] as const),
  ...(['rating', 'scale', 'mark', 'ratedAt', 'comment'] as const),
];

/** Surveys that were asked, newest first, with their ratings and comments. */
export async function exportSurveys(call: Call, { params, query }: Input<typeof route>): Promise<void> {
  const { actor, kernel } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  permit(actor, 'reports.read');
  const { locale } = await inTransaction(kernel, actor, placeOf);
  const word = inLanguage(locale);
  await sendTable<string>(
    call,
    {
      name: 'surveys',
      header: header.map(word),
      page: async (ctx, after) => {
        const page = await surveyPage(ctx, query, { cursor: after ?? undefined, limit: atOnce });
        const names = await namesOf(ctx, page.items);
        return { rows: page.items.map((one) => cellsOf(one, names, word)), next: page.next };
      },
    },
    params.format,
  );
}

/** What the ids of a page stand for. */
async function namesOf(ctx: Ctx, surveys: readonly Survey[]): Promise<Map<string, string>> {
  const ids = surveys.flatMap(({ inboxId, personId, teamId }) => [inboxId, personId, teamId]).filter(Boolean);
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM members WHERE org_id = ${ctx.orgId} AND id = ANY (${ids}::uuid[])
    UNION ALL SELECT id, name FROM teams WHERE org_id = ${ctx.orgId} AND id = ANY (${ids}::uuid[])
    UNION ALL SELECT id, name FROM inboxes WHERE org_id = ${ctx.orgId} AND id = ANY (${ids}::uuid[])`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

function cellsOf(survey: Survey, names: Map<string, string>, word: (word: Word) => string): Cell[] {
  const { rating, customer } = survey;
  const name = (id: string | null) => names.get(id ?? '');
  return [
    ...[survey.protocol, customer.name ?? customer.display, name(survey.inboxId), name(survey.personId)],
    ...[name(survey.teamId), instant(survey.resolvedAt), instant(survey.sentAt)],
    ...[rating?.rating ?? null, rating && word(rating.scale), rating && word(rating.mark)],
    ...[instant(survey.ratedAt), survey.comment],
  ];
}
