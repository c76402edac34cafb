import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Load, Loaded } from './generator.ts';

let runs = 0;

/** Puts load on a server from a process of its own. */
export async function load(options: Omit<Load, 'run' | 'count'> & { count?: number }): Promise<Loaded> {
  runs += 1;
  const count = options.count ?? Math.ceil((options.rate ?? 15_000) * options.seconds) + 1000;
  const child = fork(join(import.meta.dirname, 'generator.ts'), { execArgv: [] });
  child.send({ ...options, count, run: `${process.pid}-${runs}` } satisfies Load);
  const [loaded] = (await once(child, 'message')) as [Loaded];
  if (loaded.wrong > 0) throw new Error(`${loaded.wrong} of ${loaded.sent} answers were not 200`);
  return loaded;
}
