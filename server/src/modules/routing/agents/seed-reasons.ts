import type { Ctx } from '../../../kernel/ctx.ts';

/** Reasons of being away that a firm starts with; the same words stand in the migration, for firms that were there. */
const reasons: Record<string, readonly string[]> = {
  pt: ['Almoço', 'Pausa', 'Banheiro', 'Reunião', 'Treinamento'],
  en: ['Lunch', 'Break', 'Restroom', 'Meeting', 'Training'],
  es: ['Almuerzo', 'Pausa', 'Baño', 'Reunión', 'Capacitación'],
};

/** Gives a new organisation its reasons, in its language; does nothing where there are some. */
export async function seedReasons(ctx: Ctx): Promise<void> {
  const known = await ctx.db
    .selectFrom('away_reasons')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .limit(1)
    .executeTakeFirst();
  if (known) return;
  const { locale } = await ctx.db
    .selectFrom('organisations')
    .select('locale')
    .where('id', '=', ctx.orgId)
    .executeTakeFirstOrThrow();
  const names = reasons[locale.slice(0, 2)] ?? reasons.pt ?? [];
  await ctx.db
    .insertInto('away_reasons')
    .values(names.map((name, position) => ({ org_id: ctx.orgId, id: ctx.ids.uuid(), name, position })))
    .onConflict((double) => double.doNothing())
    .execute();
  ctx.emit({ name: 'routing.changed', facts: { what: 'reason', queueId: null } });
}
