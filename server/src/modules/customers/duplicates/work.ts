import type { Kernel } from '../../../kernel/ctx.ts';
import { listenDurably, loop, type Tail } from '../../../kernel/events/tail.ts';
import { compareWaiting, hearChanges } from './live.ts';
import { scanByNight } from './nightly.ts';
import { runScans } from './scan.ts';

const nightlyMs = 30 * 60_000;

/** The background work of finding duplicates: as people arrive, over the whole base, and by night. */
export const startDuplicates = (kernel: Kernel): Tail[] => [
  listenDurably(kernel, 'duplicates', (events) => hearChanges(kernel, events)),
  loop(kernel, 'duplicates', () => compareWaiting(kernel)),
  loop(kernel, 'duplicate scans', () => runScans(kernel)),
  loop(kernel, 'duplicate nights', async () => {
    await scanByNight(kernel);
    return nightlyMs;
  }),
];
