import type { EventName } from '@meada/contract/events';
import { sql } from 'kysely';
import { may } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { type KeptLine, lineOf, type TimelineSource } from '../timeline/index.ts';

const told: readonly EventName[] = ['deal.created', 'deal.moved'];

/** What the deal is called and the stage it came into, to whoever reads deals. */
async function tell(ctx: Ctx, kept: readonly KeptLine[]): Promise<Map<string, string>> {
  if (!may(ctx.actor, 'deals.read')) return new Map();
  const ids = kept.flatMap(({ refId }) => refId ?? []);
  const deals = await sql<{ id: string; title: string }>`
    SELECT id, title FROM deals WHERE org_id = ${ctx.orgId} AND id = ANY (${ids}::uuid[]) AND deleted_at IS NULL`.execute(
    ctx.db,
  );
  const stages = await sql<{ id: string; name: string }>`
    SELECT id, name FROM stages WHERE org_id = ${ctx.orgId}
      AND id = ANY (${kept.flatMap(({ facts }) => (typeof facts.toId === 'string' ? facts.toId : []))}::uuid[])`.execute(
    ctx.db,
  );
  const [titles, names] = [deals.rows, stages.rows].map(
    (rows) => new Map(rows.map((row) => [row.id, 'title' in row ? row.title : row.name])),
  );
  return new Map(
    kept.flatMap(({ id, refId, facts }) => {
      const title = titles?.get(refId ?? '');
      const stage = names?.get(String(facts.toId));
      return title ? [[id, stage ? `${title} → ${stage}` : title] as const] : [];
    }),
  );
}

/** Deals that were made and moved. */
export const dealLines: TimelineSource = {
  kinds: ['deal'],
  events: told,
  lines: async (_ctx, events) =>
    events.map((event) =>
      lineOf(event, {
        kind: 'deal',
        key: `event:${event.id}`,
        refId: String(event.facts.dealId),
        facts: {
          dealId: event.facts.dealId,
          outcome: event.facts.outcome,
          ...(event.facts.toId ? { toId: event.facts.toId } : {}),
        },
      }),
    ),
  tell,
};
