import type { revokeKey as route } from '@meada/contract/routes/people';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { dropActors } from './actor-cache.ts';
import { endKey } from './store.ts';

/** Revokes a key at once. Open sockets of keys check themselves when rights change. */
export async function revokeKey(ctx: Ctx, input: Pick<Input<typeof route>, 'params'>): Promise<{ ok: true }> {
  permit(ctx.actor, 'keys.manage');
  const { id } = input.params;
  if (!(await endKey(ctx, id))) throw notFound('key');
  ctx.emit({ name: 'person.access_changed', facts: { personId: null, keyId: id } });
  ctx.audit({ action: 'key.revoked', subject: { kind: 'key', id } });
  ctx.afterCommit(() => dropActors(ctx, { orgId: ctx.orgId, personId: id }));
  return { ok: true };
}
