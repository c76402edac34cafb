import type { Permission } from '@meada/contract/permissions';
import type { ResponseOf } from '@meada/contract/route';
import type { createKey } from '@meada/contract/routes/people';
import { type Actor, permit } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { Failure, found, refused } from '../../kernel/errors.ts';
import { tokenHash } from '../../kernel/ids.ts';
import { packId, scopesFor } from './rules.ts';
import { insertKey } from './store.ts';
import { keysOf } from './views.ts';

export type NewApiKey = { name: string; scopes: Permission[]; expiresAt?: string };
export type MadeKey = ResponseOf<typeof createKey>;

/**
 * Makes a key and shows it this once; its scopes are at most what its creator may do. In a transaction of its own and
 * not of the route's, so that the secret is not kept with an idempotency key.
 */
export function makeKey(kernel: Kernel, actor: Actor, key: NewApiKey): Promise<MadeKey> {
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
