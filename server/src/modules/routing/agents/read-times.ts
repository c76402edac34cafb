import type { AgentTimes, readTimes as route } from '@meada/contract/routes/routing';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { timesOf } from '../views/times.ts';

const dayMs = 86_400_000;
const longestMs = 31 * dayMs;

/** What an agent's time went to: one's own, or another's with `reports.read`. At most 31 days. */
export async function readTimes(
  ctx: Ctx,
  { query }: Pick<Input<typeof route>, 'query'>,
): Promise<AgentTimes> {
  permit(ctx.actor, 'conversations.reply');
  const own = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  const personId = query.personId ?? own;
  if (personId !== own) permit(ctx.actor, 'reports.read');
  const to = query.to ? new Date(query.to) : ctx.clock.now();
  const from = query.from ? new Date(query.from) : new Date(to.getTime() - dayMs);
  const ms = to.getTime() - from.getTime();
  if (!(ms > 0 && ms <= longestMs))
    throw refused('At most 31 days, the end after the beginning.', 'query.to');
  const agent = await ctx.db
    .selectFrom('agents')
    .select('person_id')
    .where('org_id', '=', ctx.orgId)
    .where('person_id', '=', personId ?? ctx.ids.uuid())
    .executeTakeFirst();
  return timesOf(ctx, { personId: found(agent, 'agent').person_id, from, to });
}
