import type { InboundTemplateChange } from '@meada/contract/channels';
import { TemplatePart } from '@meada/contract/templates';
import { z } from 'zod';
import type { Ctx } from '../../kernel/ctx.ts';
import type { MessageTemplate } from './port.ts';

/** Puts what the platform has in the place of what was known; what it has no longer goes. */
export async function saveTemplates(
  ctx: Ctx,
  inboxId: string,
  templates: readonly MessageTemplate[],
): Promise<void> {
  const now = ctx.clock.now();
  // One account can give a name and language twice in pages that move while they are read: the last counts.
  const distinct = [...new Map(templates.map((one) => [`${one.name} ${one.language}`, one])).values()];
  await ctx.client.query({
    name: 'drop_templates',
    text: `DELETE FROM message_templates WHERE org_id = $1 AND inbox_id = $2
      AND (name, language) NOT IN (SELECT * FROM unnest($3::text[], $4::text[]))`,
    values: [ctx.orgId, inboxId, distinct.map((one) => one.name), distinct.map((one) => one.language)],
  });
  await ctx.client.query({
    name: 'save_templates',
    text: `INSERT INTO message_templates AS t
        (org_id, inbox_id, name, language, key, state, reason, quality, cost, parts, updated_at)
      SELECT $1, $2, x.name, x.language, x.key, x.state, x.reason, x.quality, x.cost, x.parts, $4
      FROM jsonb_to_recordset($3::jsonb) AS x(name text, language text, key text, state text, reason text,
        quality text, cost text, parts jsonb)
      ON CONFLICT (org_id, inbox_id, name, language) DO UPDATE SET key = excluded.key, state = excluded.state,
        reason = excluded.reason, quality = excluded.quality, cost = excluded.cost, parts = excluded.parts,
        next_cost = CASE WHEN t.next_cost = excluded.cost THEN NULL ELSE t.next_cost END, updated_at = excluded.updated_at`,
    values: [ctx.orgId, inboxId, JSON.stringify(distinct), now],
  });
  await ctx.db
    .updateTable('inboxes')
    .set({ templates_at: now, templates_error: null })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', inboxId)
    .execute();
  ctx.emit({ name: 'inbox.changed', facts: { inboxId } });
}

/** What the platform tells of single templates; one that is not known makes the list be asked for again. */
export async function changeTemplates(
  ctx: Ctx,
  changes: readonly { inboxId: string; item: InboundTemplateChange }[],
): Promise<void> {
  for (const { inboxId, item } of changes) {
    const set = Object.fromEntries(
      Object.entries({
        state: item.gone ? ('rejected' as const) : item.state,
        reason: item.reason,
        quality: item.quality,
        cost: item.cost,
        next_cost: item.nextCost,
      }).filter(([, value]) => value !== undefined),
    );
    const result = await ctx.db
      .updateTable('message_templates')
      .set({ ...set, updated_at: ctx.clock.now() })
      .where('org_id', '=', ctx.orgId)
      .where('inbox_id', '=', inboxId)
      .where('name', '=', item.name)
      .where('language', 'in', [
        item.language,
        item.language.replace('-', '_'),
        item.language.replace('_', '-'),
      ])
      .executeTakeFirst();
    if (result.numUpdatedRows === 0n && !item.gone) {
      await ctx.db
        .updateTable('inboxes')
        .set({ templates_at: null })
        .where('org_id', '=', ctx.orgId)
        .where('id', '=', inboxId)
        .execute();
      ctx.afterCommit(() => ctx.bus.wake('templates'));
    }
    ctx.emit({ name: 'inbox.changed', facts: { inboxId } });
  }
}

/** A template as it is kept, by name and language (`pt-BR` is `pt_BR`); null when it is not known. */
export async function templateOf(
  ctx: Ctx,
  inboxId: string,
  { name, language }: { name: string; language: string },
): Promise<MessageTemplate | null> {
  const row = await ctx.db
    .selectFrom('message_templates')
    .select(['name', 'language', 'key', 'state', 'reason', 'cost', 'parts'])
    .where('org_id', '=', ctx.orgId)
    .where('inbox_id', '=', inboxId)
    .where('name', '=', name)
    .where('language', 'in', [language, language.replace('-', '_'), language.replace('_', '-')])
    .executeTakeFirst();
  if (!row) return null;
  const { state, reason, key, cost } = row;
  return {
    name: row.name,
    language: row.language,
    state: state as MessageTemplate['state'],
    parts: z.array(TemplatePart).parse(row.parts),
    ...(key ? { key } : {}),
    ...(cost ? { cost: cost as NonNullable<MessageTemplate['cost']> } : {}),
    ...(reason ? { reason } : {}),
  };
}

/** Keeps one that was just sent for approval, until the platform is asked again. */
export async function addTemplate(ctx: Ctx, inboxId: string, template: MessageTemplate): Promise<void> {
  const { name, language, key, state, reason, cost, parts } = template;
  const place = { org_id: ctx.orgId, inbox_id: inboxId, name, language };
  const values = {
    key: key ?? null,
    state,
    reason: reason ?? null,
    cost: cost ?? null,
    parts: JSON.stringify(parts),
    updated_at: ctx.clock.now(),
  };
  // Its news may have come before the answer: what the platform said last stands.
  await ctx.db
    .insertInto('message_templates')
    .values({ ...place, ...values })
    .onConflict((on) => on.columns(['org_id', 'inbox_id', 'name', 'language']).doNothing())
    .execute();
  ctx.emit({ name: 'inbox.changed', facts: { inboxId } });
}

/** Forgets one that was deleted at the platform. */
export async function dropTemplate(
  ctx: Ctx,
  inboxId: string,
  { name, language }: { name: string; language: string },
): Promise<void> {
  await ctx.db
    .deleteFrom('message_templates')
    .where('org_id', '=', ctx.orgId)
    .where('inbox_id', '=', inboxId)
    .where('name', '=', name)
    .where('language', '=', language)
    .execute();
  ctx.emit({ name: 'inbox.changed', facts: { inboxId } });
}
