import { acknowledgeOutbox, pushMessages, readOutbox } from '@meada/contract/routes/channel';
import type { Ctx } from '../../../kernel/ctx.ts';
import { notFound, refused } from '../../../kernel/errors.ts';
import { type Call, type Mounted, serve, serveOutside } from '../../../kernel/http/route.ts';
import { type LoadedInbox, loadInbox, loadInboxes, receive } from '../../../modules/inboxes/index.ts';
import { baseOf } from './ids.ts';
import { manifest } from './manifest.ts';
import { acknowledge, outboxOf } from './outbox.ts';
import { arrivalsOf } from './push.ts';

/** For systems that hold a key instead of signing, and for those that fetch instead of being called. */
export const apiRoutes: Mounted[] = [
  serveOutside(pushMessages, async (call, { params, body }) => {
    const inbox = await openInbox(call, params.inboxId);
    const arrivals = arrivalsOf(body.items, inbox.id);
    await receive(call.kernel, { orgId: inbox.orgId, inboxId: inbox.id }, arrivals);
    return { accepted: body.items.length };
  }),
  serve(readOutbox, async (ctx, { params, query }) => {
    const { id, settings } = await inboxOf(ctx, params.inboxId);
    return outboxOf(ctx, { id, base: baseOf(settings, id) }, query);
  }),
  serve(acknowledgeOutbox, async (ctx, { params, body }) => {
    const { id } = await inboxOf(ctx, params.inboxId);
    return { acknowledged: await acknowledge(ctx, id, body.items) };
  }),
];

/** An inbox of another channel is as unknown here as one of another organisation. */
function ofThisChannel(inbox: LoadedInbox | null | undefined): LoadedInbox {
  if (inbox?.channel !== manifest.id) throw notFound('inbox');
  return inbox;
}

async function openInbox({ kernel, actor }: Call, inboxId: string): Promise<LoadedInbox> {
  const inbox = ofThisChannel(actor && (await loadInbox(kernel, actor.orgId, inboxId)));
  if (!inbox.active) throw refused('This inbox is switched off.', 'params.inboxId');
  return inbox;
}

const inboxOf = async (ctx: Ctx, inboxId: string): Promise<LoadedInbox> =>
  ofThisChannel((await loadInboxes(ctx, ctx.db, [inboxId]))[0]);
