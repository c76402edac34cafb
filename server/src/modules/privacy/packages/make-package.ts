import type { DataPackage, makePackage as route } from '@meada/contract/routes/privacy';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../../customers/index.ts';
import { orderPackage } from './order.ts';
import { packagesOf } from './views.ts';

/**
 * Orders a package of everything held of a customer. Throws `not_found`, `refused` for a request that is not
 * proven, `conflict` while one is being made.
 */
export async function makePackage(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<{ items: DataPackage[] }> {
  permit(ctx.actor, 'privacy.manage');
  const root = await rootIdOf(ctx, params.id);
  if (body.requestId) await requestOf(ctx, root, body.requestId);
  if (!(await orderPackage(ctx, { root, requestId: body.requestId })))
    throw conflict('A package of this customer is being made.');
  return { items: await packagesOf(ctx, { root }) };
}

/** The request it answers must be this person's, and proven to be. */
async function requestOf(ctx: Ctx, root: string, id: string): Promise<void> {
  const { rows } = await sql<{
    proven: boolean;
  }>`SELECT q.proven_at IS NOT NULL AS proven FROM privacy_requests q
    JOIN customers c ON c.org_id = q.org_id AND c.id = q.customer_id
    WHERE q.org_id = ${ctx.orgId} AND q.id = ${id} AND c.canonical_id = ${root}`.execute(ctx.db);
  if (!rows[0]) throw refused('This is no request of this customer.', 'body.requestId');
  if (!rows[0].proven)
    throw refused('Say first how you know that who asked is the person.', 'body.requestId');
}
