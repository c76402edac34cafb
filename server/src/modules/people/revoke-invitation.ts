import type { revokeInvitation as route } from '@meada/contract/routes/people';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { revokeInvitations } from './store.ts';

/** Takes an open invitation back: its link is over at once. */
export async function revokeInvitation(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'people.manage');
  const [id] = await revokeInvitations(ctx, { id: input.params.id });
  if (!id) throw notFound('invitation');
  ctx.audit({ action: 'invitation.revoked', subject: { kind: 'invitation', id } });
  return { ok: true };
}
