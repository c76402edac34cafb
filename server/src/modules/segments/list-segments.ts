import type { ResponseOf } from '@meada/contract/route';
import type { listSegments as route } from '@meada/contract/routes/segments';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { segmentsOf } from './views.ts';

/** Saved segments by name. */
export async function listSegments(ctx: Ctx): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'customers.read');
  return { items: await segmentsOf(ctx) };
}
