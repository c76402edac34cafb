import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { loop, type Tail } from '../../kernel/events/tail.ts';
import { type FileLine, fetchSome } from './fetch-attachments.ts';

/** Files of one line that are fetched side by side. */
const atOnce = 4;
const lookMs = 1000;

/**
 * Fetches what waits from the platforms and makes thumbnails: every inbox has a line of its own, so that a platform that
 * takes minutes for a file holds up no other inbox and no other organisation.
 */
export function startAttachments(kernel: Kernel): Tail {
  const lines = new Map<string, Promise<void>>();
  let stopped = false;
  const follow = (line: FileLine): void => {
    const key = `${line.orgId} ${line.inboxId}`;
    if (lines.has(key) || stopped) return;
    const done = runLine(kernel, line, () => stopped)
      .catch((error: unknown) =>
        kernel.log.warn('the files of an inbox broke off and start again', { error, ...line }),
      )
      .finally(() => lines.delete(key));
    lines.set(key, done);
  };
  const looking = loop(kernel, 'attachments', async () => {
    const { due, nextMs } = await waitingLines(kernel);
    for (const line of due) follow(line);
    if (nextMs === null) return null;
    return due.length > 0 ? lookMs : Math.max(lookMs, nextMs);
  });
  return {
    stop: async () => {
      stopped = true;
      await looking.stop();
      await Promise.all(lines.values());
    },
  };
}

/** Fetches what is due on one line, a few side by side, until nothing is. */
async function runLine(kernel: Kernel, line: FileLine, isStopped: () => boolean): Promise<void> {
  const underWay = new Set<Promise<void>>();
  while (!isStopped()) {
    const fetching = await fetchSome(kernel, line, atOnce - underWay.size);
    for (const one of fetching) {
      const done = one.finally(() => underWay.delete(done));
      underWay.add(done);
    }
    if (underWay.size === 0) break;
    await Promise.race(underWay);
  }
  await Promise.all(underWay);
}

/** Lines with something due, and after how many milliseconds something will be; null when nothing waits. */
async function waitingLines(kernel: Kernel): Promise<{ due: FileLine[]; nextMs: number | null }> {
  const now = kernel.clock.now();
  const rows = await kernel.database.asSystem((db) =>
    db
      .selectFrom('attachments')
      .select('org_id')
      .select(({ fn }) => fn.min('next_at').as('next_at'))
      .where('state', '=', 'pending')
      .groupBy('org_id')
      .execute(),
  );
  if (rows.length === 0) return { due: [], nextMs: null };
  const waits = rows.map((row) => ({
    orgId: row.org_id,
    ms: new Date(row.next_at as unknown as string).getTime() - now.getTime(),
  }));
  const due: FileLine[] = [];
  for (const { orgId } of waits.filter(({ ms }) => ms <= 0)) due.push(...(await linesOf(kernel, orgId)));
  return { due, nextMs: Math.min(...waits.map(({ ms }) => ms)) };
}

/** The inboxes of an organisation with files that are due; null: files of no inbox (uploads of the desk). */
const linesOf = (kernel: Kernel, orgId: string): Promise<FileLine[]> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const rows = await ctx.db
      .selectFrom('attachments as a')
      .leftJoin('messages as m', (join) =>
        join.onRef('m.org_id', '=', 'a.org_id').onRef('m.id', '=', 'a.message_id'),
      )
      .select('m.inbox_id')
      .distinct()
      .where('a.org_id', '=', orgId)
      .where('a.state', '=', 'pending')
      .where('a.next_at', '<=', ctx.clock.now())
      .execute();
    return rows.map((row) => ({ orgId, inboxId: row.inbox_id }));
  });

/**
 * One round over every line; answers after how many milliseconds there is more, or null when nothing waits. For tests
 * that hold the clock.
 */
export async function attachmentStep(kernel: Kernel): Promise<number | null> {
  const { due, nextMs } = await waitingLines(kernel);
  const rounds = due.map(async (line) => {
    const fetching = await fetchSome(kernel, line, atOnce);
    await Promise.all(fetching);
    return fetching.length;
  });
  const counts = await Promise.all(rounds);
  if (counts.some((count) => count > 0)) return 0;
  return nextMs === null ? null : Math.max(lookMs, nextMs);
}
