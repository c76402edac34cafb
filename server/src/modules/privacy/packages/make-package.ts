import type { DataPackage, makePackage as route } from '@meada/contract/routes/privacy';
import { sql } from 'kysely';
import { actorKey, permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../../customers/index.ts';
import { packagesOf } from './views.ts';

/** Orders a package of everything held of a customer. Throws `not_found`, `conflict` while one is being made. */
export async function makePackage(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<{ items: DataPackage[] }> {
  permit(ctx.actor, 'privacy.manage');
  const root = await rootIdOf(ctx, params.id);
  if (body.requestId) {
    const { rows } = await sql<{ id: string }>`SELECT q.id FROM privacy_requests q
      JOIN customers c ON c.org_id = q.org_id AND c.id = q.customer_id
      WHERE q.org_id = ${ctx.orgId} AND q.id = ${body.requestId} AND c.canonical_id = ${root}`.execute(
      ctx.db,
    );
    if (!rows[0]) throw refused('This is no request of this customer.', 'body.requestId');
  }
  const before = await packagesOf(ctx, { root });
  if (before.some(({ state }) => state === 'queued' || state === 'working'))
    throw conflict('A package of this customer is being made.');
  const id = ctx.ids.uuid();
  const now = ctx.clock.now();
  await ctx.db
    .insertInto('privacy_packages')
    .values({
      ...{ org_id: ctx.orgId, id, customer_id: root, request_id: body.requestId },
      ...{ asked_by: actorKey(ctx.actor), created_at: now, next_at: now },
    })
    .execute();
  ctx.audit({
    action: 'privacy.package_asked',
    subject: { kind: 'customer', id: root },
    facts: { packageId: id },
  });
  ctx.afterCommit(() => ctx.bus.wake('packages'));
  return { items: await packagesOf(ctx, { root }) };
}
