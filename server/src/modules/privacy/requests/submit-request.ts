import type { Locale } from '@meada/contract/primitives';
import type { RequestKind } from '@meada/contract/routes/privacy-requests';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { keyedHash } from '../../../kernel/ids.ts';
import { settingsOf } from '../settings/settings.ts';
import { requestToken } from './tokens.ts';

export type Submitted = { kind: RequestKind; address: string; details: string; locale: Locale };

/** Keys under which a typed address may be known, whatever kind of address it is. */
export const keysOf = (kernel: Pick<Kernel, 'ports'>, typed: string): string[] => [
  ...new Set(
    [...kernel.ports.identityKinds.values()].flatMap((kind) => {
      const canonical = kind.anonymous ? null : kind.canonical(typed);
      return canonical ? [kind.matchKey(canonical)] : [];
    }),
  ),
];

/**
 * Takes a request from the public page. The same happens whether the address is known or not: a row is written, and the
 * code is sent later by the worker, so that neither the answer nor its time tells. Answers the token of the request's page;
 * null where the firm takes none here.
 */
export async function submitRequest(
  kernel: Kernel,
  orgId: string,
  { kind, address, details, locale }: Submitted,
): Promise<string | null> {
  const typed = address.trim();
  const keys = keysOf(kernel, typed).sort();
  return inTransaction(kernel, systemActor(orgId), async (ctx) => {
    if (!(await settingsOf(ctx)).pageOpen) return null;
    const id = ctx.ids.uuid();
    const hash = keyedHash(
      ctx.secrets.key('origin'),
      `request ${ctx.orgId} ${keys.join(' ') || typed.toLowerCase()}`,
    );
    await ctx.db
      .insertInto('privacy_requests')
      .values({
        ...{ org_id: ctx.orgId, id, kind, source: 'page', address: typed, match_hash: hash, locale, details },
        created_at: ctx.clock.now(),
      })
      .execute();
    ctx.afterCommit(() => ctx.bus.wake('privacy requests'));
    return requestToken(ctx.secrets, { orgId: ctx.orgId, id });
  });
}
