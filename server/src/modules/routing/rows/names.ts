import type { Ctx } from '../../../kernel/ctx.ts';

/** Names as a note in the thread says them. */
export async function namesFor(
  ctx: Ctx,
  of: { agent: string | null; queue: string },
): Promise<{ to: string | null; queue: string | null }> {
  const { rows } = await ctx.client.query<{ to: string | null; queue: string | null }>({
    name: 'routing_names',
    text: `SELECT (SELECT name FROM members WHERE org_id = $1 AND id = $2) AS to,
      (SELECT name FROM queues WHERE org_id = $1 AND id = $3) AS queue`,
    values: [ctx.orgId, of.agent, of.queue],
  });
  return rows[0] ?? { to: null, queue: null };
}
