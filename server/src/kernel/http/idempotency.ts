import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { actorKey } from '../actor.ts';
import type { Ctx } from '../ctx.ts';
import { Failure } from '../errors.ts';

/**
 * Runs a write once per key and actor: the key is taken in the same transaction, so a copy that comes at the same time
 * waits for the first and gets its answer. Another request under the same key is an error.
 */
export async function once(
  ctx: Ctx,
  { key, request }: { key: string; request: unknown },
  work: () => Promise<unknown>,
): Promise<unknown> {
  if (key.length > 200)
    throw new Failure('malformed', 'The idempotency key is too long.', { field: 'idempotency-key' });
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest();
  const place = { org_id: ctx.orgId, actor: actorKey(ctx.actor), key };
  const taken = await ctx.db
    .insertInto('idempotency_keys')
    .values({ ...place, request: fingerprint })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst();
  if (!taken) return replay(ctx, place, fingerprint);
  const answer = await work();
  await ctx.db
    .updateTable('idempotency_keys')
    .set({ status: 200, response: sql`${JSON.stringify(answer)}::jsonb` })
    .where('actor', '=', place.actor)
    .where('key', '=', key)
    .execute();
  return answer;
}

async function replay(
  ctx: Ctx,
  place: { actor: string; key: string },
  fingerprint: Buffer,
): Promise<unknown> {
  const row = await ctx.db
    .selectFrom('idempotency_keys')
    .select(['request', 'response', 'status'])
    .where('actor', '=', place.actor)
    .where('key', '=', place.key)
    .executeTakeFirst();
  if (!row || row.status === null)
    throw new Failure('in_progress', 'The same request is still being worked on.');
  if (!fingerprint.equals(row.request)) {
    throw new Failure('idempotency_mismatch', 'This idempotency key was used for another request.');
  }
  return row.response;
}
