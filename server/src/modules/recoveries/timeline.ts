import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import { lineOf, type TimelineSource } from '../timeline/index.ts';

type When = { id: string; kind: string; at: Date; tried_at: Date | null; settled_at: Date | null };

/** When each of these happened, by the abandonment. */
async function timesOf(ctx: Ctx, events: readonly LoggedEvent[]): Promise<Map<string, When>> {
  const ids = [...new Set(events.map(({ facts }) => String(facts.abandonmentId)))];
  const { rows } = await sql<When>`
    SELECT id, kind, at, tried_at, settled_at FROM abandonments
    WHERE org_id = ${ctx.orgId} AND id = ANY (${ids}::uuid[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The moment of a state; what has been taken back since stands where it was said. */
function momentOf(state: string, when: When | undefined): Date | null | undefined {
  if (state === 'open') return when?.at;
  return state === 'tried' ? when?.tried_at : when?.settled_at;
}

/**
 * Who left, and what became of it: one line for each state, at the moment it came about. An event that tells of something
 * else (put off, given to somebody) tells the same line again.
 */
export const recoveryLines: TimelineSource = {
  kinds: ['recovery'],
  events: ['abandonment.changed'],
  lines: async (ctx, events) => {
    const times = await timesOf(ctx, events);
    return events.map((event) => {
      const { abandonmentId, state, kind } = event.facts;
      const id = String(abandonmentId);
      return lineOf(event, {
        kind: 'recovery',
        key: `abandonment:${id}:${String(state)}`,
        at: momentOf(String(state), times.get(id)) ?? event.at,
        facts: { what: state === 'open' ? kind : state },
      });
    });
  },
};
