import { sql } from 'kysely';
import { vi } from 'vitest';
import type { Town } from '../../modules/customers/testing.ts';
import type { Browser } from '../../modules/people/testing-browser.ts';

/** Waits until everybody who follows the log has read all of it, what they wrote themselves too. */
export const settled = ({ kernel }: Town): Promise<void> =>
  vi.waitFor(
    async () => {
      const { rows } = await kernel.database.asSystem((db) =>
        sql<{ behind: string }>`
          SELECT c.name AS behind FROM event_cursors c
          CROSS JOIN (SELECT tx, id FROM events ORDER BY tx DESC, id DESC LIMIT 1) e
          WHERE (c.tx, c.id) < (e.tx, e.id)`.execute(db),
      );
      if (rows.length > 0) throw new Error(`still reading: ${rows.map(({ behind }) => behind)}`);
    },
    { timeout: 60_000, interval: 100 },
  );

/** What a browser sends with each call, its cookies too. */
export const headersOf = (browser: Browser): Record<string, string> => ({
  ...browser.headers,
  cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
});
