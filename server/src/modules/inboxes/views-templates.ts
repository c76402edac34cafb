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

type SampleFile = { name: string; type: string; size: number; hash: Buffer };

/** Draft uploads of one writer with where their bytes lie, by id. */
export async function uploadedSamples(
  ctx: Ctx,
  ids: readonly string[],
  uploadedBy: string,
): Promise<Map<string, SampleFile>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('attachments as a')
    .innerJoin('files as f', (join) =>
      join.onRef('f.org_id', '=', 'a.org_id').onRef('f.id', '=', 'a.file_id'),
    )
    .select(['a.id', 'a.name', 'a.type', 'a.size', 'f.hash'])
    .where('a.org_id', '=', ctx.orgId)
    .where('a.id', 'in', [...ids])
    .where('a.message_id', 'is', null)
    .where('a.uploaded_by', '=', uploadedBy)
    .execute();
  return new Map(rows.map(({ id, ...file }) => [id, file]));
}
