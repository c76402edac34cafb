import type { Resync, startResync as route } from '@meada/contract/routes/inbox-health';
import { actorKey, permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { isDouble } from '../../kernel/db/database.ts';
import { conflict, Failure, found, refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';

/** Older than this nothing is fetched again (days): the ledger forgets what it knew. */
const daysAtMost = 30;

/**
 * Has everything fetched again that came to an inbox since a date. What is here already stays single: the ledger knows it
 * by its hash. Throws `not_found`, `channel_cannot`, `refused` for a date too old or to come, `conflict` while one runs.
 */
export async function startResync(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Resync> {
  permit(ctx.actor, 'inboxes.manage');
  const { id: inboxId } = input.params;
  await requireResync(ctx, inboxId);
  const now = ctx.clock.now();
  const since = new Date(input.body.since);
  if (since > now || now.getTime() - since.getTime() > daysAtMost * 86_400_000)
    throw refused(`The date must lie in the last ${daysAtMost} days.`, 'body.since');
  const id = ctx.ids.uuid();
  try {
    await ctx.db
      .insertInto('inbox_resyncs')
      .values({
        org_id: ctx.orgId,
        id,
        inbox_id: inboxId,
        since,
        asked_by: actorKey(ctx.actor),
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isDouble(error)) throw conflict('This inbox is being fetched again already.');
    throw error;
  }
  ctx.audit({
    action: 'inbox.resynced',
    subject: { kind: 'inbox', id: inboxId },
    facts: { since: since.toISOString() },
  });
  ctx.emit({ name: 'inbox.health', facts: { inboxId } });
  ctx.afterCommit(() => ctx.bus.wake('resyncs'));
  return {
    id,
    since: since.toISOString(),
    state: 'queued',
    found: 0,
    fresh: 0,
    error: null,
    createdAt: now.toISOString(),
    endedAt: null,
  };
}

/** Throws unless the inbox is there, on, and of a channel that gives things twice. */
async function requireResync(ctx: Ctx, inboxId: string): Promise<void> {
  const inbox = found(
    await ctx.db
      .selectFrom('inboxes')
      .select(['channel', 'active'])
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', inboxId)
      .executeTakeFirst(),
    'inbox',
  );
  if (!inbox.active || !ctx.ports.channels.get(inbox.channel)?.resync)
    throw new Failure('channel_cannot', 'This channel gives nothing a second time.', { field: 'params.id' });
}
