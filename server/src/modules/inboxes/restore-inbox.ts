import type { Inbox } from '@meada/contract/routes/inboxes';
import { type Actor, permit } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import { connectInbox } from './connect.ts';
import { forgetInbox } from './load.ts';
import { claimRoutes, holdInbox, routesOf, saveInbox } from './store.ts';
import { inboxesOf } from './views.ts';

/**
 * Takes an archived inbox back: its addresses first, then it wakes, then the platform is told. An inbox that is in use
 * is left as it is. Throws `not_found`, and `conflict` when another inbox has one of its addresses by now.
 */
export async function restoreInbox(kernel: Kernel, actor: Actor, id: string): Promise<Inbox> {
  permit(actor, 'inboxes.manage');
  const place = { orgId: actor.orgId, inboxId: id };
  const row = await inTransaction(kernel, actor, (ctx) => holdInbox(ctx, id));
  const plugin = found(kernel.ports.channels.get(row.channel), 'inbox');
  if (row.archivedAt) {
    await claimRoutes(kernel, place, routesOf(plugin, row.routeKey, row.settings));
    await inTransaction(kernel, actor, (ctx) => takeBack(ctx, id));
    forgetInbox(kernel, place);
    kernel.bus.wake('inboxes');
    await connectInbox(kernel, actor.orgId, id);
  }
  const [inbox] = await inTransaction(kernel, actor, (ctx) => inboxesOf(ctx, id));
  return found(inbox, 'inbox');
}

async function takeBack(ctx: Ctx, id: string): Promise<void> {
  const row = await holdInbox(ctx, id);
  if (!row.archivedAt) return;
  await saveInbox(ctx, row, { active: true, archivedAt: null });
  ctx.emit({ name: 'inbox.changed', facts: { inboxId: id } });
  ctx.audit({
    action: 'inbox.restored',
    subject: { kind: 'inbox', id },
    facts: { channel: row.channel },
  });
}
