import type { Deal } from '@meada/contract/routes/deals';
import type { exportDeals as route } from '@meada/contract/routes/exports';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import { type Ctx, inTransaction } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { dealConditions, dealPage, pipelineOf } from '../deals/index.ts';
import type { Cell, Day } from './export-cells.ts';
import { inLanguage, type Word } from './export-words.ts';
import { placeOf, sendTable } from './send-table.ts';

const atOnce = 500;

const header: Word[] = [
  ...([
    'id',
    'title',
    'customer',
    'company',
    'pipeline',
    'stage',
    'outcome',
    'probability',
    'value',
  ] as const),
  ...(['currency', 'owner', 'expectedOn', 'nextStep', 'nextOn', 'labels', 'reason', 'note'] as const),
  ...(['createdAt', 'closedAt'] as const),
];

/** Deals that fit, newest first, each with the words its ids stand for. */
export async function exportDeals(call: Call, { params, query }: Input<typeof route>): Promise<void> {
  const { actor, kernel } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  permit(actor, 'customers.export');
  permit(actor, 'deals.read');
  const { locale } = await inTransaction(kernel, actor, async (ctx) => {
    if (query.pipelineId) await pipelineOf(ctx, query.pipelineId);
    return placeOf(ctx);
  });
  const word = inLanguage(locale);
  await sendTable<string>(
    call,
    {
      name: 'deals',
      header: header.map(word),
      page: async (ctx, after) => {
        const conditions = await dealConditions(ctx, query);
        const page = await dealPage(ctx, { conditions, cursor: after ?? undefined, limit: atOnce });
        const names = await namesOf(ctx, page.deals);
        return { rows: page.deals.map((deal) => cellsOf(deal, names, word)), next: page.next };
      },
    },
    params.format,
  );
}

type Names = {
  of: Map<string, string>;
  stages: Map<string, { stage: string; pipeline: string; probability: number }>;
};

/** What the ids of a page stand for: stages, people, labels, reasons, archived ones too. */
async function namesOf(ctx: Ctx, deals: readonly Deal[]): Promise<Names> {
  const ids = deals.flatMap((deal) => [deal.ownerId, deal.reasonId, ...deal.labelIds]).filter(Boolean);
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM members WHERE org_id = ${ctx.orgId} AND id = ANY (${ids}::uuid[])
    UNION ALL SELECT id, name FROM deal_reasons WHERE org_id = ${ctx.orgId} AND id = ANY (${ids}::uuid[])
    UNION ALL SELECT id, name FROM labels WHERE org_id = ${ctx.orgId} AND id = ANY (${ids}::uuid[])`.execute(
    ctx.db,
  );
  const stages = await sql<{ id: string; stage: string; pipeline: string; probability: number }>`
    SELECT s.id, s.name AS stage, p.name AS pipeline, s.probability
    FROM stages s JOIN pipelines p ON p.org_id = s.org_id AND p.id = s.pipeline_id
    WHERE s.org_id = ${ctx.orgId} AND s.id = ANY (${deals.map(({ stageId }) => stageId)}::uuid[])`.execute(
    ctx.db,
  );
  return {
    of: new Map(rows.map(({ id, name }) => [id, name])),
    stages: new Map(stages.rows.map(({ id, ...rest }) => [id, rest])),
  };
}

const dayCell = (day: string | null): Day | null => (day === null ? null : { day });
const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

function cellsOf(deal: Deal, { of, stages }: Names, word: (word: Word) => string): Cell[] {
  const at = stages.get(deal.stageId);
  const labels = deal.labelIds.flatMap((id) => of.get(id) ?? []);
  return [
    ...[deal.id, deal.title, deal.customer.name ?? deal.customer.display],
    ...[deal.company && (deal.company.name ?? deal.company.display), at?.pipeline, at?.stage],
    ...[word(deal.outcome), at?.probability, { minor: deal.value, currency: deal.currency }, deal.currency],
    ...[of.get(deal.ownerId ?? ''), dayCell(deal.expectedOn), deal.nextStep, dayCell(deal.nextOn)],
    ...[labels.sort().join(', '), of.get(deal.reasonId ?? ''), deal.reasonNote],
    ...[instant(deal.createdAt), instant(deal.closedAt)],
  ];
}
