import { acknowledgeOutbox, pushMessages, readOutbox } from '@meada/contract/routes/channel';
import { type Ctx, inTransaction } from '../../../kernel/ctx.ts';
import { notFound, refused } from '../../../kernel/errors.ts';
import { type Call, type Mounted, serve, serveOutside } from '../../../kernel/http/route.ts';
import { type LoadedInbox, loadInboxes, receive } from '../../../modules/inboxes/index.ts';
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

/** Looked up behind the fence of the caller's organisation; an inbox of another channel is as unknown as a foreign one. */
async function inboxOf(ctx: Ctx, inboxId: string): Promise<LoadedInbox> {
  const [inbox] = await loadInboxes(ctx, ctx.db, [inboxId]);
  if (inbox?.channel !== manifest.id) throw notFound('inbox');
  return inbox;
}

async function openInbox({ kernel, actor }: Call, inboxId: string): Promise<LoadedInbox> {
  if (!actor) throw notFound('inbox');
  const inbox = await inTransaction(kernel, actor, (ctx) => inboxOf(ctx, inboxId));
  if (!inbox.active) throw refused('This inbox is switched off.', 'params.inboxId');
  return inbox;
}
