import { fork } from 'node:child_process';
import { join } from 'node:path';
import { ratioOf, round, sized } from '../report.ts';
import { arms } from './arms.ts';
import { ordinary } from './letters.ts';

/** Ordinary mails a second on one core, the arms one after the other in every round. */
export async function rates() {
  const mails = Array.from({ length: sized(600, 150) }, (_, index) => new Uint8Array(ordinary(index)));
  const rounds = sized(5, 3);
  const results = Object.fromEntries(arms.map((arm) => [arm.name, [] as number[]]));
  for (let turn = 0; turn <= rounds; turn += 1) {
    for (const arm of arms) {
      const from = process.cpuUsage();
      for (const mail of mails) await arm.read(mail);
      const { user, system } = process.cpuUsage(from);
      // The first round warms up.
      if (turn) results[arm.name]?.push(mails.length / ((user + system) / 1e6));
    }
  }
  const ours = results.meada ?? [];
  return {
    perSecond: Object.fromEntries(
      Object.entries(results).map(([name, list]) => [
        name,
        round(list.sort((a, b) => a - b)[list.length >> 1] ?? 0, 0),
      ]),
    ),
    byMailparser: ratioOf(ours, results.mailparser ?? []),
    byPostalMime: ratioOf(ours, results['postal-mime'] ?? []),
  };
}

/** Largest resident size of a process that reads one mail of so many bytes, MiB, with what an empty one has. */
export async function memoryOf(bytes: number): Promise<{ peak: number; empty: number }> {
  const run = (size: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const child = fork(join(import.meta.dirname, 'heavy.ts'), [String(size)], { execArgv: [] });
      child.once('message', (peak) => resolve(Number(peak)));
      child.once('error', reject);
      child.once('exit', (code) => (code ? reject(new Error(`heavy.ts ended with ${code}`)) : undefined));
    });
  return { empty: round(await run(0), 0), peak: round(await run(bytes), 0) };
}
