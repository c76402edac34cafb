import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { type Child, editedSince, touched } from './edited.ts';
import type { Made, ToUndo } from './made.ts';

/** PostgreSQL's code for a row that something else still names. */
const stillNamed = '23503';

/**
 * Takes back what drafts made: what something else uses, or somebody edited since, stays. A customer that the list made
 * stays whole then; of one it only added to, the rest goes. Answers the numbers of those of which something stayed.
 * `forget` deletes what is only derived from a customer (lines of a timeline).
 */
export async function undoDrafts(
  ctx: Ctx,
  items: readonly ToUndo[],
  forget: (ctx: Ctx, customerIds: readonly string[]) => Promise<void>,
): Promise<number[]> {
  if (items.length === 0) return [];
  const edited = await editedSince(ctx, items);
  const whole = items.filter((item) => edited.has(item) && item.made.customer);
  const rest = items.filter((item) => !whole.includes(item));
  const held = await inHalves(ctx, rest, (some) => takeBack(ctx, some, forget));
  // A company that somebody works with by now keeps nobody of the list with it, and the other way round.
  const companies = items.filter((item) => item.made.companyIds?.length && !edited.has(item));
  const heldBy = await inHalves(ctx, companies, (some) =>
    removeCustomers(
      ctx,
      idsIn(some, (made) => made.companyIds),
      forget,
    ),
  );
  return [...new Set([...edited, ...held, ...heldBy])].map(({ n }) => n);
}

/** Does the work for all, or for as many as it can be done for; answers the others. */
async function inHalves(
  ctx: Ctx,
  items: readonly ToUndo[],
  work: (some: readonly ToUndo[]) => Promise<void>,
): Promise<ToUndo[]> {
  if (items.length === 0 || (await attempt(ctx, () => work(items)))) return [];
  if (items.length === 1) return [...items];
  const middle = Math.ceil(items.length / 2);
  const first = await inHalves(ctx, items.slice(0, middle), work);
  return [...first, ...(await inHalves(ctx, items.slice(middle), work))];
}

/** Whether the work could be done; if something still names a row, nothing of it was. */
async function attempt(ctx: Ctx, work: () => Promise<void>): Promise<boolean> {
  await ctx.client.query('SAVEPOINT taken_back');
  try {
    await work();
    await ctx.client.query('RELEASE SAVEPOINT taken_back');
    return true;
  } catch (error) {
    await ctx.client.query('ROLLBACK TO SAVEPOINT taken_back');
    if ((error as { code?: string }).code === stillNamed) return false;
    throw error;
  }
}

const idsIn = (items: readonly ToUndo[], of: (made: Made) => readonly string[] | undefined): string[] =>
  items.flatMap(({ made }) => [...(of(made) ?? [])]);

async function takeBack(
  ctx: Ctx,
  items: readonly ToUndo[],
  forget: (ctx: Ctx, customerIds: readonly string[]) => Promise<void>,
): Promise<void> {
  const remove = async (table: Child, ids: readonly string[]): Promise<void> => {
    if (ids.length > 0)
      await sql`DELETE FROM ${sql.table(table)} WHERE org_id = ${ctx.orgId} AND id = ANY(${[...ids]}::uuid[])
        AND NOT (${sql.raw(touched[table])})`.execute(ctx.db);
  };
  await remove(
    'customer_facts',
    idsIn(items, (made) => made.factIds),
  );
  await remove(
    'company_members',
    idsIn(items, (made) => made.tieIds),
  );
  await remove(
    'customer_notes',
    idsIn(items, (made) => made.noteIds),
  );
  await remove(
    'customer_documents',
    idsIn(items, (made) => made.documentIds),
  );
  await remove(
    'postal_addresses',
    idsIn(items, (made) => made.postalIds),
  );
  await remove(
    'identities',
    idsIn(items, (made) => made.identityIds),
  );
  await restore(ctx, items);
  const created = items.flatMap(({ customerId, made }) => (made.customer ? [customerId] : []));
  await removeCustomers(ctx, created, forget);
}

/** What is only computed of customers goes with them; anything else that names them holds them. */
async function removeCustomers(
  ctx: Ctx,
  ids: readonly string[],
  forget: (ctx: Ctx, customerIds: readonly string[]) => Promise<void>,
): Promise<void> {
  if (ids.length === 0) return;
  const some = sql`${[...ids]}::uuid[]`;
  for (const table of ['match_keys', 'match_states'])
    await sql`DELETE FROM ${sql.table(table)} WHERE org_id = ${ctx.orgId} AND customer_id = ANY(${some})`.execute(
      ctx.db,
    );
  await sql`DELETE FROM merge_suggestions WHERE org_id = ${ctx.orgId} AND settled_at IS NULL
    AND (customer_id = ANY(${some}) OR other_id = ANY(${some}))`.execute(ctx.db);
  await forget(ctx, ids);
  await sql`DELETE FROM customers WHERE org_id = ${ctx.orgId} AND id = ANY(${some})`.execute(ctx.db);
}

/** Columns that are still as the list made them are as before; what somebody changed since stays. */
async function restore(ctx: Ctx, items: readonly ToUndo[]): Promise<void> {
  for (const { customerId, made } of items) {
    if (!made.before && !made.fieldsBefore) continue;
    const before = JSON.stringify(made.before ?? {});
    const after = JSON.stringify(made.after ?? {});
    await sql`
      UPDATE customers c SET
        updated_at = CASE WHEN c.updated_at = ${made.at ?? null}::timestamptz
          THEN coalesce(${made.updatedBefore ?? null}::timestamptz, c.updated_at) ELSE c.updated_at END,
        name = CASE WHEN ${after}::jsonb ? 'name' AND to_jsonb(c.name) = ${after}::jsonb->'name'
          THEN ${before}::jsonb->>'name' ELSE c.name END,
        birth_date = CASE WHEN ${after}::jsonb ? 'birth_date' AND to_jsonb(c.birth_date) = ${after}::jsonb->'birth_date'
          THEN (${before}::jsonb->>'birth_date')::date ELSE c.birth_date END,
        locale = CASE WHEN ${after}::jsonb ? 'locale' AND to_jsonb(c.locale) = ${after}::jsonb->'locale'
          THEN ${before}::jsonb->>'locale' ELSE c.locale END,
        label_ids = CASE WHEN ${after}::jsonb ? 'label_ids' AND to_jsonb(c.label_ids) = ${after}::jsonb->'label_ids'
          THEN ARRAY(SELECT jsonb_array_elements_text(${before}::jsonb->'label_ids'))::uuid[] ELSE c.label_ids END,
        custom_fields = jsonb_strip_nulls(c.custom_fields || coalesce((
          SELECT jsonb_object_agg(f.key, ${JSON.stringify(made.fieldsBefore ?? {})}::jsonb->f.key)
          FROM jsonb_each(${JSON.stringify(made.fieldsAfter ?? {})}::jsonb) f WHERE c.custom_fields->f.key = f.value), '{}'))
      WHERE c.org_id = ${ctx.orgId} AND c.id = ${customerId}`.execute(ctx.db);
    ctx.emit({ name: 'customer.changed', facts: { customerId } });
  }
}
