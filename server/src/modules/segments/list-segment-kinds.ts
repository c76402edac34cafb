import type { ResponseOf } from '@meada/contract/route';
import type { listSegmentKinds as route } from '@meada/contract/routes/segments';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';

/** Kinds of conditions, as the editor needs them. */
export async function listSegmentKinds(ctx: Ctx): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'segments.manage');
  const items = [];
  for (const kind of ctx.ports.conditions)
    items.push({
      kind: kind.kind,
      area: kind.area,
      is: Object.entries(kind.is).map(([name, input]) => ({ name, input })),
      options: (await kind.options?.(ctx)) ?? [],
      of: ((await kind.of?.(ctx)) ?? []).map((one) => ({ ...one, currency: one.currency ?? null })),
      windowed: kind.windowed ?? false,
      priced: kind.priced ?? false,
    });
  return { items };
}
