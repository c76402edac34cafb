import type { Shop } from '../../modules/customers/testing.ts';

/** A deal with all it stands in, a reason to win it, and a segment. */
export async function sold(
  shop: Shop,
  customerId: string,
): Promise<Record<'pipeline' | 'stage' | 'deal' | 'reason' | 'segment', string>> {
  const { owner } = shop;
  const deal = await owner.ok('POST', '/api/deals', { title: 'Reforma', customerId, value: 1000 });
  const { items } = await owner.ok('GET', '/api/deal-reasons');
  const segment = await owner.ok('POST', '/api/segments', {
    name: `Todos ${deal.id}`,
    conditions: { match: 'all', of: [] },
  });
  return {
    pipeline: deal.pipelineId,
    stage: deal.stageId,
    deal: deal.id,
    reason: items[0].id,
    segment: segment.id,
  };
}
