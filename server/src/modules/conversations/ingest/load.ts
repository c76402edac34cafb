import type { OwnWord } from '@meada/contract/public';
import type { Ctx } from '../../../kernel/ctx.ts';
import { loadQuestions } from '../questions/arrival.ts';
import { loadTold } from '../telling/arrival.ts';
import { loadAmendments } from './amendments.ts';
import { awayPauseMs } from './away.ts';
import { type Batch, emptyWrites, type ReadReceipt } from './batch.ts';
import { loadCopies } from './copies.ts';
import { addressEchoes } from './echoes.ts';
import { loadErased } from './erased.ts';
import { creditForwards } from './forwards.ts';
import { loadConversations } from './load-conversations.ts';
import { loadDispatches, loadKnown, loadOffers, loadThreads } from './load-messages.ts';
import { loadIdentities } from './load-people.ts';
import { gather, type Mentions } from './mentions.ts';
import { query } from './query.ts';
import { spreadReadMarks } from './read-marks.ts';
import { loadRedirects } from './redirects.ts';

/** Loads everything the batch may need: a fixed number of statements, whatever its size. */
export async function loadBatch(ctx: Ctx, receipts: readonly ReadReceipt[]): Promise<Batch> {
  await creditForwards(ctx, receipts);
  await addressEchoes(ctx, receipts);
  await spreadReadMarks(ctx, receipts);
  const mentions = gather(ctx, receipts);
  const batch: Batch = {
    ctx,
    now: ctx.clock.now(),
    org: { timeZone: 'UTC', locale: 'pt-BR', loudWords: [] },
    identities: new Map(),
    identitiesById: new Map(),
    customers: new Map(),
    conversations: new Map(),
    byCustomer: new Map(),
    legs: new Map(),
    participants: new Set(),
    known: new Map(),
    copies: new Map(),
    threads: new Map(),
    redirects: new Map(),
    amendments: new Map(),
    offers: [],
    risk: { spent: 0, tries: new Map() },
    answered: new Set(),
    erased: new Map(),
    questions: [],
    told: new Set(),
    writes: emptyWrites(),
  };
  await Promise.all([
    loadOrganisation(batch),
    loadIdentities(batch, mentions),
    loadKnown(batch, mentions),
    loadDispatches(batch, mentions),
    loadThreads(batch, mentions),
    loadOffers(batch, mentions),
    loadAnswered(batch, mentions),
    loadCopies(batch, receipts),
    loadRedirects(batch, mentions),
    loadErased(batch, mentions),
  ]);
  await Promise.all([loadConversations(batch, mentions), loadAmendments(batch, receipts)]);
  await loadQuestions(batch, receipts);
  await loadTold(batch, receipts);
  return batch;
}

async function loadOrganisation(batch: Batch): Promise<void> {
  const [row] = await query(batch)<{ time_zone: string; locale: string; loud_words: OwnWord[] }>(
    'organisation',
    'SELECT time_zone, locale, loud_words FROM organisations WHERE id = $1',
    [batch.ctx.orgId],
  );
  if (row) batch.org = { timeZone: row.time_zone, locale: row.locale, loudWords: row.loud_words };
}

/** Addresses that had an away message within the pause, in whatever conversation: they get no second one. */
async function loadAnswered(batch: Batch, mentions: Mentions): Promise<void> {
  if (mentions.matchKeys.size === 0) return;
  const rows = await query(batch)<{ match_key: string }>(
    'answered',
    `SELECT DISTINCT i.match_key FROM identities i
     JOIN legs l ON l.org_id = i.org_id AND l.identity_id = i.id
     JOIN conversations c ON c.org_id = l.org_id AND c.id = l.conversation_id
     WHERE i.org_id = $1 AND i.match_key = ANY($2) AND c.away_at > $3`,
    [batch.ctx.orgId, [...mentions.matchKeys], new Date(batch.now.getTime() - awayPauseMs)],
  );
  for (const row of rows) batch.answered.add(row.match_key);
}
