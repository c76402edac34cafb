import { join } from 'node:path';
import { type App, startApp, version } from './app.ts';
import { loadDemo } from './demo/load.ts';
import { shopPath } from './demo/shop.ts';
import { type Config, ConfigError, readConfig } from './kernel/config.ts';
import { setupOpen } from './modules/organisations/index.ts';
import { openStorage, type Storage, StorageError } from './storage.ts';

/**
 * Starts a process: configuration, database, migrations, app. Tells the launcher on stdout when it is ready, and a
 * person on stderr in one sentence when it cannot be.
 */
async function main(): Promise<void> {
  const config = readConfig();
  const storage = await openStorage(config, { say: (text) => process.stderr.write(`${text}\n`) });
  const app = await startOrClose(config, storage);
  const signIn = config.demo ? await loadDemo(app.kernel, config.simulators, { decree: true }) : null;
  const setup = (await setupOpen(app.kernel)) ? { setupUrl: `${app.kernel.publicUrl}/setup` } : {};
  const demo = signIn ? { signIn, shopUrl: `${app.kernel.publicUrl}${shopPath}` } : {};
  const ready = { ready: true, url: app.kernel.publicUrl, version, ...demo, ...setup };
  process.stdout.write(`${JSON.stringify(ready)}
`);
  stopWhenAsked(app, storage);
}

async function startOrClose(config: Config, storage: Storage): Promise<App> {
  try {
    return await startApp(config, storage.urls);
  } catch (error) {
    process.stderr.write(`meada: ${explain(error, config.dataDir)}\n`);
    await storage.close();
    process.exit(1);
  }
}

/** On a signal, or when the launcher that started us is gone: callers, work, database, in this order. */
function stopWhenAsked(app: App, storage: Storage): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await app.stop();
    await storage.close();
    // What is left (a timer of a library) must not keep a stopped server alive.
    process.exit(0);
  };
  process.once('SIGINT', () => void stop());
  process.once('SIGTERM', () => void stop());
  process.once('disconnect', () => void stop());
}

/** One sentence for what a person can mend; the stack for what only a programmer can. */
function explain(error: unknown, dataDir: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE')
    return 'The port is taken by another program; choose one with `npm start -- --port N`.';
  if (code === 'EACCES') return `The folder ${join(dataDir)} or the port may not be used by this user.`;
  if (error instanceof ConfigError || error instanceof StorageError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`meada: ${explain(error, process.env.DATA_DIR ?? 'data')}\n`);
  process.exit(1);
});
