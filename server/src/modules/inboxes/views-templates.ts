import type { MessageTemplate } from '@meada/contract/routes/templates';
import { namesIn, TemplatePart } from '@meada/contract/templates';
import { z } from 'zod';
import type { Ctx } from '../../kernel/ctx.ts';

type Found = { items: MessageTemplate[]; askedAt: string | null; error: string | null };

/** The templates of an inbox: those that can be sent first, by name. */
export async function templatesOf(ctx: Ctx, inboxId: string): Promise<Found> {
  const inbox = await ctx.db
    .selectFrom('inboxes')
    .select(['templates_at', 'templates_error'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', inboxId)
    .executeTakeFirst();
  const rows = await ctx.db
    .selectFrom('message_templates')
    .select(['name', 'language', 'state', 'reason', 'quality', 'cost', 'next_cost', 'parts'])
    .where('org_id', '=', ctx.orgId)
    .where('inbox_id', '=', inboxId)
    .orderBy((order) => order.case().when('state', '=', 'approved').then(0).else(1).end())
    .orderBy('name')
    .orderBy('language')
    .execute();
  return {
    items: rows.map(({ next_cost, parts: kept, ...row }) => {
      const parts = z.array(TemplatePart).parse(kept);
      const text = parts.find((part) => part.part === 'body')?.text ?? '';
      return { ...row, nextCost: next_cost, text, parameters: namesIn(text), parts } as MessageTemplate;
    }),
    askedAt: inbox?.templates_at?.toISOString() ?? null,
    error: inbox?.templates_error ?? null,
  };
}
