import pg from 'pg';
import type { DataRules } from './rules.ts';

/**
 * After the archived log was replayed the rows are those of an earlier instant: live clients fetch anew (epoch), what must
 * not come back to life goes, what may have happened since is marked. Listeners go on where they were: log and cursors are
 * of the same instant.
 */
export async function beginAfterReplay(url: string, rules: DataRules): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'meada restore' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`UPDATE installation SET value = gen_random_uuid()::text WHERE name = 'epoch'`);
    for (const table of rules.leftOut) await client.query(`DELETE FROM ${table}`);
    for (const text of rules.afterRestore) await client.query(text);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
