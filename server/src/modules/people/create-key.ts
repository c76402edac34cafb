import type { Permission } from '@meada/contract/permissions';
import type { ResponseOf } from '@meada/contract/route';
import type { createKey as route } from '@meada/contract/routes/people';
import { type Actor, permit, systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { Failure, found, refused } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { tokenHash } from '../../kernel/ids.ts';
import { actorOf } from './person-of.ts';
import { packId, scopesFor } from './rules.ts';
import { insertKey } from './store.ts';
import { keysOf } from './views.ts';

export type NewApiKey = { name: string; scopes: Permission[]; expiresAt?: string };
type Made = ResponseOf<typeof route>;

/**
 * Creates an API key; its scopes are at most what its creator may do. Outside a kernel transaction so that the secret is
 * not kept with an idempotency key.
 */
export const createKey = (call: Call, input: Pick<Input<typeof route>, 'body'>): Promise<Made> =>
  makeKey(call.kernel, actorOf(call), input.body);

/** The same for the operator's CLI, which may give any scope. */
export const issueKey = (kernel: Kernel, orgId: string, key: NewApiKey): Promise<Made> =>
  makeKey(kernel, systemActor(orgId), key);

function makeKey(kernel: Kernel, actor: Actor, key: NewApiKey): Promise<Made> {
  const token = kernel.ids.token();
  const secret = `mk_${packId(actor.orgId)}_${token}`;
  return inTransaction(kernel, actor, async (ctx) => {
    permit(actor, 'keys.manage');
    checkScopes(ctx, key);
    const id = ctx.ids.uuid();
    await insertKey(ctx, {
      id,
      name: key.name,
      scopes: [...new Set(key.scopes)],
      prefix: `mk_…${token.slice(0, 6)}`,
      token_hash: tokenHash(secret),
      created_by: actor.id,
      expires_at: key.expiresAt ? new Date(key.expiresAt) : null,
    });
    ctx.audit({ action: 'key.created', subject: { kind: 'key', id }, facts: { scopes: key.scopes } });
    return { key: found((await keysOf(ctx, id))[0], 'key'), secret };
  });
}

function checkScopes(ctx: Ctx, key: NewApiKey): void {
  const { actor } = ctx;
  if (actor.kind === 'person' || actor.kind === 'key') {
    const allowed = scopesFor(actor.permissions);
    const beyond = key.scopes.find((scope) => !allowed.has(scope));
    if (beyond) throw new Failure('forbidden', `You cannot give the scope ${beyond}.`);
  }
  if (key.expiresAt && new Date(key.expiresAt) <= ctx.clock.now()) {
    throw refused('The key would have expired already.', 'body.expiresAt');
  }
}
