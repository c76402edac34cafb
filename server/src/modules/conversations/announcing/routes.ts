import * as contract from '@meada/contract/routes/announcements';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { loadInboxes } from '../../inboxes/index.ts';
import { usableInbox } from '../sending/leg.ts';
import { countAudience, usableInboxes } from './audience.ts';
import { startAnnouncement } from './start-announcement.ts';
import { stopAnnouncement } from './stop-announcement.ts';
import { testAnnouncement } from './test-announcement.ts';
import { announcementsOf } from './views.ts';

/** Telling customers of a new inbox. */
export const announcementRoutes: Mounted[] = [
  serve(contract.readAudience, async (ctx, { params, body }) => {
    await usableInboxes(ctx, params.id, [...(body.wayInboxIds ?? []), ...(body.templateInboxIds ?? [])]);
    if (body.segmentId) await ctx.ports.audiences.read(ctx, body.segmentId);
    return countAudience(ctx, { ...body, inboxId: params.id }, await loadInboxes(ctx, ctx.db));
  }),
  serve(contract.listAnnouncements, async (ctx, { params }) => {
    await usableInbox(ctx, params.id, 'params.id');
    return { items: await announcementsOf(ctx, params.id) };
  }),
  serve(contract.startAnnouncement, startAnnouncement),
  serve(contract.stopAnnouncement, stopAnnouncement),
  serve(contract.testAnnouncement, testAnnouncement),
];
