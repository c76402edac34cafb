import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';
import { compareRecords } from './find.ts';
import { markChanged } from './keys.ts';
import { mergeCertain } from './merge-certain.ts';
import { loadSettings } from './settings.ts';

/** Records compared in one transaction, and how long others go first before the next: this is work for idle moments. */
const turn = 20;
const pauseMs = 25;

const changing = new Set(['customer.created', 'customer.changed', 'customer.merged', 'customer.unmerged']);

/** Notes whose records changed, behind the log; who was changed twice is noted once. */
export async function hearChanges(kernel: Kernel, events: LoggedEvent[]): Promise<void> {
  const told = events.filter((event) => changing.has(event.name));
  if (told.length === 0) return;
  for (const [orgId, list] of Map.groupBy(told, (event) => event.orgId)) {
    const ids = list
      .flatMap(({ facts }) => [facts.customerId, facts.otherId])
      .filter((id) => typeof id === 'string');
    await inTransaction(kernel, systemActor(orgId), (ctx) => markChanged(ctx, ids));
  }
  kernel.bus.wake('duplicates');
}

/** Compares the next records that wait, of one organisation after the other; answers when to go on. */
export async function compareWaiting(kernel: Kernel): Promise<number | null> {
  const organisations = await kernel.database.asSystem((db) =>
    sql<{ id: string }>`SELECT o.id FROM organisations o WHERE EXISTS (
      SELECT FROM match_states s WHERE s.org_id = o.id AND s.waits)`.execute(db),
  );
  let more = false;
  for (const { id } of organisations.rows) {
    const found = await inTransaction(kernel, systemActor(id), compareSome);
    const certain = found.kept.filter((one) => one.certain).map((one) => one.id);
    if (found.autoMerge && certain.length > 0)
      await inTransaction(kernel, systemActor(id), (ctx) => mergeCertain(ctx, certain));
    if (found.compared === turn) more = true;
  }
  return more ? pauseMs : null;
}

async function compareSome(ctx: Ctx) {
  const settings = await loadSettings(ctx);
  const { rows } = await sql<{ id: string }>`
    SELECT customer_id AS id FROM match_states WHERE org_id = ${ctx.orgId} AND waits
    ORDER BY customer_id LIMIT ${turn} FOR UPDATE SKIP LOCKED`.execute(ctx.db);
  const ids = rows.map((row) => row.id);
  const kept = await compareRecords(ctx, ids, settings);
  return { kept, autoMerge: settings.autoMerge, compared: ids.length };
}
