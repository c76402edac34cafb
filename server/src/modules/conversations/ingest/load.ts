import type { Ctx } from '../../../kernel/ctx.ts';
import { type Batch, emptyWrites, type ReadReceipt } from './batch.ts';
import { loadConversations } from './load-conversations.ts';
import { loadDispatches, loadKnown, loadOffers, loadThreads } from './load-messages.ts';
import { loadIdentities } from './load-people.ts';
import { gather } from './mentions.ts';
import { query } from './query.ts';

/** Loads everything the batch may need: a fixed number of statements, whatever its size. */
export async function loadBatch(ctx: Ctx, receipts: readonly ReadReceipt[]): Promise<Batch> {
  const mentions = gather(ctx, receipts);
  const batch: Batch = {
    ctx,
    now: ctx.clock.now(),
    org: { timeZone: 'UTC', locale: 'pt-BR' },
    identities: new Map(),
    identitiesById: new Map(),
    customers: new Map(),
    conversations: new Map(),
    byCustomer: new Map(),
    legs: new Map(),
    participants: new Set(),
    known: new Map(),
    threads: new Map(),
    offers: [],
    risk: { spent: 0, tries: new Map() },
    answered: new Set(),
    writes: emptyWrites(),
  };
  await Promise.all([
    loadOrganisation(batch),
    loadIdentities(batch, mentions),
    loadKnown(batch, mentions),
    loadDispatches(batch, mentions),
    loadThreads(batch, mentions),
    loadOffers(batch, mentions),
  ]);
  await loadConversations(batch, mentions);
  return batch;
}

async function loadOrganisation(batch: Batch): Promise<void> {
  const [row] = await query(batch)<{ time_zone: string; locale: string }>(
    'organisation',
    'SELECT time_zone, locale FROM organisations WHERE id = $1',
    [batch.ctx.orgId],
  );
  if (row) batch.org = { timeZone: row.time_zone, locale: row.locale };
}
