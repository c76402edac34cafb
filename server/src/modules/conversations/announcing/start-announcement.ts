import type { Announcement, startAnnouncement as route } from '@meada/contract/routes/announcements';
import { actorKey, permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { isDouble } from '../../../kernel/db/database.ts';
import { conflict, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { loadInboxes } from '../../inboxes/index.ts';
import { planRecipients, usableInboxes } from './audience.ts';
import { checkTemplates } from './by-template.ts';
import { announcementById } from './views.ts';

/**
 * Begins to tell customers of an inbox; who is told is written down now, so that nobody is told twice however often it is
 * begun. Throws `not_found`, `conflict` while one of this inbox runs, `refused` when there is nobody to tell.
 */
export async function startAnnouncement(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Announcement> {
  permit(ctx.actor, 'inboxes.manage');
  await usableInboxes(ctx, params.id, body.wayInboxIds);
  const { templates, segmentId } = body;
  if (segmentId && !(await ctx.ports.audiences.read(ctx, segmentId)).ready)
    throw refused('Who is in this segment is still being worked out.', 'body.segmentId');
  await checkTemplates(ctx, templates);
  const id = ctx.ids.uuid();
  const now = ctx.clock.now();
  try {
    await ctx.db
      .insertInto('announcements')
      .values({
        org_id: ctx.orgId,
        id,
        inbox_id: params.id,
        texts: JSON.stringify(body.texts),
        templates: JSON.stringify(templates),
        segment_id: segmentId ?? null,
        per_minute: body.perMinute,
        next_at: now,
        created_by: actorKey(ctx.actor),
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isDouble(error)) throw conflict('This inbox is being announced already.');
    throw error;
  }
  const { months, wayInboxIds } = body;
  const templateInboxIds = templates.map((one) => one.wayInboxId);
  const plan = { announcementId: id, inboxId: params.id, months, wayInboxIds, templateInboxIds, segmentId };
  const count = await planRecipients(ctx, plan, await loadInboxes(ctx, ctx.db));
  if (count === 0)
    throw refused('There is nobody to tell.', segmentId ? 'body.segmentId' : 'body.wayInboxIds');
  ctx.audit({
    action: 'announcement.started',
    subject: { kind: 'inbox', id: params.id },
    facts: { announcementId: id, recipients: count, perMinute: body.perMinute, segmentId: segmentId ?? null },
  });
  ctx.emit({ name: 'announcement.changed', facts: { inboxId: params.id, announcementId: id } });
  ctx.afterCommit(() => ctx.bus.wake('announcements'));
  return announcementById(ctx, id);
}
