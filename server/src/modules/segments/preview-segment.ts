import type { ResponseOf } from '@meada/contract/route';
import type { previewSegment as route } from '@meada/contract/routes/segments';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { customerRefs } from '../customers/index.ts';
import { bounded } from './bounded.ts';
import { checkTree } from './check.ts';
import { meeting } from './compile.ts';

const shownAtMost = 20;

/** Some of those who meet conditions, seen last first. Throws `refused`. */
export async function previewSegment(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'body'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'segments.manage');
  const { conditions } = input.body;
  await checkTree(ctx, conditions);
  const where = await meeting(ctx, conditions, { whole: true });
  const found = await bounded(ctx, () =>
    sql<{ id: string; seen_at: Date }>`SELECT r.id, r.seen_at FROM ${where}
      ORDER BY r.seen_at DESC, r.id DESC LIMIT ${shownAtMost}`.execute(ctx.db),
  );
  if (!found) return { items: [], tooLong: true };
  const refs = await customerRefs(
    ctx,
    found.rows.map(({ id }) => id),
  );
  const items = found.rows.flatMap(({ id, seen_at }) => {
    const ref = refs.get(id);
    return ref ? [{ ...ref, seenAt: seen_at.toISOString() }] : [];
  });
  return { items, tooLong: false };
}
