import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, type AppOptions, startApp } from '../app.ts';
import { readConfig } from '../kernel/config.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing/database.ts';

export type TestApp = App & { url: string; database: TestDatabase; dataDir: string };

export type TestAppOptions = AppOptions & {
  /** Environment beside the defaults: ROLES, EGRESS_ALLOW, TRUSTED_PROXIES … */
  env?: Record<string, string>;
  /** A database that is there, for a second process on it; else one of its own. */
  database?: TestDatabase;
};

/** The real app on a free port and a database of its own; `stop` also drops what it made. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { env = {}, database: given, ...appOptions } = options;
  const database = given ?? (await testDatabase());
  const dataDir = mkdtempSync(join(tmpdir(), 'meada-app-'));
  const config = readConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    ...env,
  });
  const app = await startApp(config, database, { checkAnswers: true, ...appOptions });
  return {
    ...app,
    url: app.kernel.publicUrl,
    database,
    dataDir,
    stop: async () => {
      await app.stop();
      if (!given) await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
