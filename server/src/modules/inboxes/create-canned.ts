import type { CannedReply, createCanned as route } from '@meada/contract/routes/inboxes';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { insertCanned } from './store-desk.ts';

/** Creates a canned reply. Throws `conflict` when the shortcut is there. */
export async function createCanned(ctx: Ctx, input: Pick<Input<typeof route>, 'body'>): Promise<CannedReply> {
  permit(ctx.actor, 'canned.manage');
  const id = ctx.ids.uuid();
  await insertCanned(ctx, id, input.body);
  ctx.emit({ name: 'canned.changed', facts: {} });
  ctx.audit({ action: 'canned.created', subject: { kind: 'canned_reply', id } });
  return { id, ...input.body };
}
