import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedError } from './errors.ts';
import { type Running, type Site, startServer, stopServer } from './postmaster.ts';
import { isAlive } from './processes.ts';

/** Who is told what happens to the server while we run. */
export type Watchers = {
  onProgress?: ((text: string) => void) | undefined;
  onLost?: ((error: EmbeddedError) => void) | undefined;
};

const lookEveryMs = 250;
/** Starts in a row before we give up; between them the wait doubles from one second. */
const startsInARow = 5;

/**
 * Watches the server's process and starts it again, on the same port, when it died. Looking by process id costs
 * nothing and is the same for a server we started and one we took over. Answers what stops both.
 */
export function supervise(site: Site, first: Running, watchers: Watchers): { stop(): Promise<void> } {
  let running: Running | undefined = first;
  let stopping = false;
  let restarting: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    if (stopping || running === undefined || isAlive(running.pid)) return;
    running = undefined;
    restarting = restart();
  }, lookEveryMs);
  timer.unref();

  async function restart(): Promise<void> {
    watchers.onProgress?.('The database server died: starting it again');
    for (let tries = 1; !stopping; tries += 1) {
      try {
        running = await startServer(site);
        return;
      } catch (error) {
        if (tries === startsInARow) return giveUp(error);
        await sleep(1_000 * 2 ** (tries - 1));
      }
    }
  }

  function giveUp(error: unknown): void {
    clearInterval(timer);
    const lost =
      error instanceof EmbeddedError ? error : new EmbeddedError('START_FAILED', String(error), error);
    watchers.onLost?.(lost);
  }

  return {
    async stop() {
      stopping = true;
      clearInterval(timer);
      await restarting;
      if (running) await stopServer(site, running.pid);
      running = undefined;
    },
  };
}
