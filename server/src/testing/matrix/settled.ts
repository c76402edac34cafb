import { sql } from 'kysely';
import { vi } from 'vitest';
import type { Town } from '../../modules/customers/testing.ts';
import type { Browser } from '../../modules/people/testing-browser.ts';

/**
 * Waits until everybody who follows the log has read all of it, what they wrote themselves too; `reader`: also whose mark a
 * test has taken away.
 */
export const settled = ({ kernel }: Town, reader?: string): Promise<void> =>
  vi.waitFor(
    async () => {
      const { rows } = await kernel.database.asSystem((db) =>
        sql<{ name: string; behind: boolean }>`
          SELECT c.name, (c.tx, c.id) < (e.tx, e.id) AS behind FROM event_cursors c
          CROSS JOIN (SELECT tx, id FROM events ORDER BY tx DESC, id DESC LIMIT 1) e`.execute(db),
      );
      const behind = rows.filter((row) => row.behind).map(({ name }) => name);
      if (reader && !rows.some(({ name }) => name === reader)) behind.push(reader);
      if (behind.length > 0) throw new Error(`still reading: ${behind}`);
    },
    { timeout: 60_000, interval: 100 },
  );

/** What a browser sends with each call, its cookies too. */
export const headersOf = (browser: Browser): Record<string, string> => ({
  ...browser.headers,
  cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
});
