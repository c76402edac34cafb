import { type BulkAction, type BulkRun, bulkAtMost } from '@meada/contract/macros';
import type { startBulk as route } from '@meada/contract/routes/macros';
import type { SavedFilters } from '@meada/contract/routes/saved-views';
import { sql } from 'kysely';
import { type PersonActor, permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { Failure, forbidden, found, notFound } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { checkFilters, readList, seenBy } from '../../conversations/index.ts';
import { checkActive, checkIds, checkStatus } from '../macros/store.ts';
import { macroOf } from '../macros/views.ts';
import { batchSize } from '../rules.ts';
import { doBatch } from './batch.ts';
import { bulkOf, insertBulk, lockBulk } from './store.ts';

/**
 * Does the same to many conversations, in the person's name: a few at once, more in the background. Each is asked for its
 * own permission; what is refused stands in the answer. Throws `forbidden` for replies to many without
 * `conversations.manage`, `in_progress` while another run of theirs is under way. The same runId is started once.
 */
export async function startBulk(ctx: Ctx, { body }: Pick<Input<typeof route>, 'body'>): Promise<BulkRun> {
  permit(ctx.actor, 'conversations.reply');
  const { actor } = ctx;
  if (actor.kind !== 'person') throw forbidden('conversations.reply');
  const known = await lockBulk(ctx, body.runId);
  if (known) return bulkOf(ctx, body.runId);
  await checkAction(ctx, body.action);
  const named = new Set(body.conversationIds);
  const conversationIds = body.filters
    ? await idsFound(ctx, actor, body.filters)
    : await idsNamed(ctx, [...named]);
  const notFound = body.filters ? 0 : named.size - conversationIds.length;
  await checkAlone(ctx, actor.id);
  const { runId: id, action } = body;
  const fresh = { id, personId: actor.id, action, conversationIds, notFound };
  if (!(await insertBulk(ctx, fresh))) return bulkOf(ctx, id);
  ctx.audit({
    action: 'conversations.bulk',
    subject: { kind: 'bulk_run', id },
    facts: { kind: action.kind, total: conversationIds.length },
  });
  const run = found(await lockBulk(ctx, id), 'run');
  if (run.total < batchSize) await doBatch(ctx, run);
  else ctx.afterCommit(() => ctx.bus.wake('bulk'));
  return bulkOf(ctx, id);
}

/** What the action names is there; who may not write to many does not. */
async function checkAction(ctx: Ctx, action: BulkAction): Promise<void> {
  if (action.kind === 'macro') {
    await macroOf(ctx, action.macroId);
    if (action.replies) permit(ctx.actor, 'conversations.manage');
  }
  if (action.kind === 'status') await checkStatus(ctx, action, 'body.action.statusId');
  if (action.kind === 'labels')
    await checkIds(ctx, 'labelIds', { ids: action.labelIds, field: 'body.action.labelIds' });
  if (action.kind !== 'assign') return;
  if (action.assigneeId) await checkActive(ctx, action.assigneeId, 'body.action.assigneeId');
  if (action.teamId) await checkIds(ctx, 'teamId', { ids: [action.teamId], field: 'body.action.teamId' });
}

/** Those that were named and the person sees; of the others nothing is told but how many they are. */
async function idsNamed(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM conversations c
    WHERE c.org_id = ${ctx.orgId} AND c.id = ANY (${[...ids]}::uuid[]) AND ${seenBy(ctx.actor)}`.execute(
    ctx.db,
  );
  if (rows.length === 0) throw notFound('conversation');
  return rows.map(({ id }) => id);
}

/** All that the filters find for this person, the newest first, up to the most there can be. */
async function idsFound(ctx: Ctx, actor: PersonActor, filters: SavedFilters): Promise<string[]> {
  await checkFilters(ctx, filters);
  const assigneeId = filters.assigneeId === 'me' ? actor.id : filters.assigneeId;
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await readList(ctx, { ...filters, assigneeId, cursor, limit: 200 });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor && ids.length < bulkAtMost);
  return ids.slice(0, bulkAtMost);
}

/** One run of a person after the other. */
async function checkAlone(ctx: Ctx, personId: string): Promise<void> {
  const { rows } = await sql`SELECT FROM bulk_runs WHERE org_id = ${ctx.orgId} AND person_id = ${personId}
    AND state IN ('running', 'undoing') LIMIT 1`.execute(ctx.db);
  if (rows.length > 0) throw new Failure('in_progress', 'Another run of yours is under way.');
}
