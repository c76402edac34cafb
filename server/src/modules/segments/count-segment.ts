import type { ResponseOf } from '@meada/contract/route';
import type { countSegment as route } from '@meada/contract/routes/segments';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { bounded } from './bounded.ts';
import { checkTree } from './check.ts';
import { meeting } from './compile.ts';

/** Counted exactly up to here. */
const exactUpTo = 10_000;

/** How many customers meet conditions, within a bound of number and of time. Throws `refused`. */
export async function countSegment(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'body'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'segments.manage');
  const { conditions } = input.body;
  await checkTree(ctx, conditions);
  const where = await meeting(ctx, conditions, { whole: true });
  const counted = await bounded(ctx, () =>
    sql<{ count: number }>`SELECT count(*)::int AS count FROM (
      SELECT FROM ${where} LIMIT ${exactUpTo + 1}) found`.execute(ctx.db),
  );
  if (!counted) return { count: 0, more: true, tooLong: true };
  const count = counted.rows[0]?.count ?? 0;
  return { count: Math.min(count, exactUpTo), more: count > exactUpTo, tooLong: false };
}
