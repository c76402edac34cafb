import type { Announcement, stopAnnouncement as route } from '@meada/contract/routes/announcements';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, found } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { announcementById } from './views.ts';

/** Stops an announcement: who was not told yet is not, and may be told by a later one. Throws `not_found`, `conflict`. */
export async function stopAnnouncement(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<Announcement> {
  permit(ctx.actor, 'inboxes.manage');
  const row = found(
    await ctx.db
      .selectFrom('announcements')
      .select(['inbox_id', 'state'])
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', params.id)
      .forUpdate()
      .executeTakeFirst(),
    'announcement',
  );
  if (row.state !== 'running') throw conflict('This announcement is over already.');
  const now = ctx.clock.now();
  await ctx.db
    .updateTable('announcements')
    .set({ state: 'stopped', ended_at: now })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', params.id)
    .execute();
  await ctx.db
    .updateTable('announcement_recipients')
    .set({ state: 'skipped', reason: 'stopped', at: now })
    .where('org_id', '=', ctx.orgId)
    .where('announcement_id', '=', params.id)
    .where('state', '=', 'queued')
    .execute();
  ctx.audit({
    action: 'announcement.stopped',
    subject: { kind: 'inbox', id: row.inbox_id },
    facts: { announcementId: params.id },
  });
  ctx.emit({ name: 'announcement.changed', facts: { inboxId: row.inbox_id, announcementId: params.id } });
  return announcementById(ctx, params.id);
}
