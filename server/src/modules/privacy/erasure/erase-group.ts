import { join } from 'node:path';
import { sql } from 'kysely';
import { destroySubjectKey } from '../../../kernel/backup/destroy.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { type ErasedThing, lockIdentities, markErased } from '../../customers/index.ts';
import { type Scope, scopeOfMembers } from '../subjects/scope.ts';
import { type Emptied, emptyHoldings } from './empty.ts';
import { dropBytes, releaseFiles } from './files.ts';
import { emptyLoose, namesOf } from './loose.ts';
import { idNeedles, needlesOf } from './needles.ts';
import { scrub } from './scrub.ts';
import { emptyReceipts, emptyTraces, type ReceiptPlace, receiptsSince } from './traces.ts';

export type Erased = { emptied: Emptied; files: number; traces: number; keys: number };

/**
 * Erases everybody of a group within one transaction: content of every table as its columns say, indexes, files, what is
 * nobody's alone and names them, and the key that opens them in backups. Rows stay without content, so that numbers add up
 * and an un-merge finds its records. Meant to be run twice without harm. `receiptsFrom`: those before were looked through.
 */
export async function eraseGroup(
  ctx: Ctx,
  { members, receiptsFrom }: { members: string[]; receiptsFrom?: Date },
): Promise<Erased> {
  // Nobody reads receipts meanwhile: what comes later meets the marks.
  await lockIdentities(ctx);
  const scope = await scopeOfMembers(ctx, members);
  const needles = await needlesOf(ctx, scope);
  const names = await namesOf(ctx, scope);
  await markErased(ctx, await thingsOf(ctx, scope));
  await sql`UPDATE customers SET picture_id = NULL WHERE org_id = ${ctx.orgId} AND id = ANY (${members}::uuid[])`.execute(
    ctx.db,
  );
  const hashes = await releaseFiles(ctx, scope);
  await emptyPreviews(ctx, scope);
  const loose = (await emptyLoose(ctx, { scope, needles, names })) + (await scrub(ctx, needles, names));
  const emptied = await emptyHoldings(ctx, scope);
  const shared = await emptyTraces(ctx, [...needles, ...idNeedles(scope)], names);
  const receipts = await emptyAllReceipts(ctx, needles, receiptsSince(ctx, receiptsFrom));
  await closeEverything(ctx, scope);
  const keys = await destroyKeys(ctx, members);
  for (const customerId of members) {
    ctx.emit({ name: 'customer.erased', facts: { customerId } });
    ctx.emit({ name: 'customer.changed', facts: { customerId, what: ['erased'] } });
  }
  for (const conversationId of scope.conversations)
    ctx.emit({ name: 'conversation.changed', facts: { conversationId, what: ['erased'] } });
  ctx.afterCommit(async () => {
    // What fails here is made good by the sweep of files no row names.
    await dropBytes(ctx, ctx.orgId, hashes).catch((error: unknown) =>
      ctx.log.warn('bytes of an erased customer wait for the sweep', { error }),
    );
  });
  return { emptied, files: hashes.length, traces: loose + shared + receipts, keys };
}

/** By what late things are known: addresses, the platforms' ids of messages, conversations that reply tokens name. */
async function thingsOf(ctx: Ctx, { identities, messages, conversations }: Scope): Promise<ErasedThing[]> {
  const keys = await ctx.db
    .selectFrom('identities')
    .select('match_key')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', sql<string>`ANY (${identities}::uuid[])`)
    .execute();
  const { rows } = await sql<{ inboxId: string; externalId: string }>`
    SELECT inbox_id AS "inboxId", external_id AS "externalId" FROM external_ids
    WHERE org_id = ${ctx.orgId} AND message_id = ANY (${messages}::uuid[])`.execute(ctx.db);
  return [
    ...[...new Set(keys.map(({ match_key }) => match_key))].map((matchKey) => ({
      kind: 'address' as const,
      matchKey,
    })),
    ...rows.map((row) => ({ kind: 'external' as const, ...row })),
    ...conversations.map((id) => ({ kind: 'conversation' as const, id })),
  ];
}

/** Conversations of others whose list shows the person's words. */
async function emptyPreviews(ctx: Ctx, { messages, conversations }: Scope): Promise<void> {
  await sql`
    UPDATE conversations c SET preview = NULL, preview_author = NULL WHERE c.org_id = ${ctx.orgId}
      AND NOT c.id = ANY (${conversations}::uuid[]) AND c.id IN (
        SELECT conversation_id FROM messages WHERE org_id = ${ctx.orgId} AND id = ANY (${messages}::uuid[]))
      AND (SELECT m.id FROM messages m WHERE m.org_id = c.org_id AND m.conversation_id = c.id AND m.visibility <> 'internal'
        ORDER BY m.seq DESC LIMIT 1) = ANY (${messages}::uuid[])`.execute(ctx.db);
}

async function emptyAllReceipts(ctx: Ctx, needles: readonly string[], from: ReceiptPlace): Promise<number> {
  let emptied = 0;
  if (needles.length === 0) return emptied;
  for (let after: ReceiptPlace | null = from; after; ) {
    const step: { next: ReceiptPlace | null; emptied: number } = await emptyReceipts(ctx, { needles, after });
    emptied += step.emptied;
    after = step.next;
  }
  return emptied;
}

/** Nothing goes out to them, nothing waits for them, no address is theirs any more. */
async function closeEverything(ctx: Ctx, scope: Scope): Promise<void> {
  const now = ctx.clock.now();
  const { members, identities, messages, conversations } = scope;
  const run = (query: ReturnType<typeof sql>) => query.execute(ctx.db);
  await run(sql`UPDATE identities SET ended_at = coalesce(ended_at, ${now}), verified_at = NULL, verified_by = NULL, proof = 'none'
    WHERE org_id = ${ctx.orgId} AND id = ANY (${identities}::uuid[])`);
  await run(sql`UPDATE customers SET erased_at = coalesce(erased_at, ${now}), label_ids = '{}', blocked_at = NULL
    WHERE org_id = ${ctx.orgId} AND id = ANY (${members}::uuid[])`);
  await run(sql`UPDATE dispatches SET state = 'failed', error_code = 'erased', updated_at = ${now}
    WHERE org_id = ${ctx.orgId} AND message_id = ANY (${messages}::uuid[]) AND state IN ('queued', 'sending')`);
  await run(sql`UPDATE conversations SET status = 'resolved', resolved_at = coalesce(resolved_at, ${now}), snoozed_until = NULL,
      waiting_since = NULL WHERE org_id = ${ctx.orgId} AND id = ANY (${conversations}::uuid[])`);
  await run(sql`UPDATE attachments SET state = 'failed'
    WHERE org_id = ${ctx.orgId} AND message_id = ANY (${messages}::uuid[])`);
  await run(sql`UPDATE announcement_recipients SET state = 'skipped', reason = 'erased', at = ${now}
    WHERE org_id = ${ctx.orgId} AND customer_id = ANY (${members}::uuid[]) AND state = 'queued'`);
  await run(sql`UPDATE merge_suggestions SET settled_at = coalesce(settled_at, ${now}), accepted = coalesce(accepted, false)
    WHERE org_id = ${ctx.orgId} AND (customer_id = ANY (${members}::uuid[]) OR other_id = ANY (${members}::uuid[]))`);
  await run(sql`UPDATE identity_checks SET closed_at = coalesce(closed_at, ${now})
    WHERE org_id = ${ctx.orgId} AND identity_id = ANY (${identities}::uuid[])`);
  for (const table of ['drafts', 'scheduled_messages'])
    await run(
      sql`DELETE FROM ${sql.table(table)} WHERE org_id = ${ctx.orgId} AND conversation_id = ANY (${conversations}::uuid[])`,
    );
  await run(sql`DELETE FROM reactions WHERE org_id = ${ctx.orgId}
    AND author = ANY (${identities.map((id) => `identity:${id}`)}::text[])`);
  await run(sql`UPDATE outside_threads t SET key = 'erased-' || t.id, name = NULL, url = NULL WHERE t.org_id = ${ctx.orgId}
    AND EXISTS (SELECT FROM legs l WHERE l.org_id = t.org_id AND l.outside_thread_id = t.id)
    AND NOT EXISTS (SELECT FROM legs l WHERE l.org_id = t.org_id AND l.outside_thread_id = t.id
      AND NOT l.identity_id = ANY (${identities}::uuid[]))`);
  await run(sql`UPDATE privacy_packages SET state = 'expired', expires_at = ${now}
    WHERE org_id = ${ctx.orgId} AND customer_id = ANY (${members}::uuid[]) AND state <> 'expired'`);
}

/** Lists of keys lie beside the backups of the data folder; those elsewhere lose the key with the next backup there. */
async function destroyKeys(ctx: Ctx, members: readonly string[]): Promise<number> {
  let count = 0;
  for (const id of members)
    if (await destroySubjectKey(ctx, id, [join(ctx.config.dataDir, 'backups')])) count += 1;
  return count;
}
