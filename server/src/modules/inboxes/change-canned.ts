import type { CannedReply, changeCanned as route } from '@meada/contract/routes/inboxes';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { updateCanned } from './store-desk.ts';

/** Changes a canned reply. Throws `not_found`, `conflict`. */
export async function changeCanned(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<CannedReply> {
  permit(ctx.actor, 'canned.manage');
  const { id } = input.params;
  await updateCanned(ctx, id, input.body);
  ctx.emit({ name: 'canned.changed', facts: {} });
  ctx.audit({ action: 'canned.changed', subject: { kind: 'canned_reply', id } });
  return { id, ...input.body };
}
