import type { Inbox } from '@meada/contract/routes/inboxes';
import { type Actor, permit } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import { disconnectInbox, freshInbox } from './connect.ts';
import { forgetInbox } from './load.ts';
import { holdInbox, keepRoutes, saveInbox } from './store.ts';
import { inboxesOf } from './views.ts';

/**
 * Puts an inbox away: off, out of the directory (its addresses answer 404 and nothing is stored), its listener stopped
 * in every process, its webhook taken back at the platform as far as that can be done. Conversations, settings and
 * secrets stay, so that it can be restored. Doing it twice changes nothing. Throws `not_found`.
 */
export async function archiveInbox(kernel: Kernel, actor: Actor, id: string): Promise<Inbox> {
  permit(actor, 'inboxes.manage');
  const place = { orgId: actor.orgId, inboxId: id };
  const before = await freshInbox(kernel, actor.orgId, id);
  const archived = await inTransaction(kernel, actor, (ctx) => putAway(ctx, id));
  await keepRoutes(kernel, place, []);
  forgetInbox(kernel, place);
  kernel.bus.wake('inboxes');
  if (archived && before?.active) await disconnectInbox(kernel, before);
  const [inbox] = await inTransaction(kernel, actor, (ctx) => inboxesOf(ctx, id));
  return found(inbox, 'inbox');
}

/** Whether it was still in use. */
async function putAway(ctx: Ctx, id: string): Promise<boolean> {
  const row = await holdInbox(ctx, id);
  if (row.archivedAt) return false;
  await saveInbox(ctx, row, { active: false, archivedAt: ctx.clock.now() });
  ctx.emit({ name: 'inbox.changed', facts: { inboxId: id } });
  ctx.audit({
    action: 'inbox.archived',
    subject: { kind: 'inbox', id },
    facts: { channel: row.channel },
  });
  return true;
}
