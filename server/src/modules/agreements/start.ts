import type { Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import { listenDurably, loop, type Tail } from '../../kernel/events/tail.ts';
import { keepClocks } from './keep-clocks.ts';
import { runClocks } from './run-clocks.ts';
import { tellDeadlines } from './tell-deadlines.ts';

/** The work behind agreements: clocks behind the log, counting again after a change, telling of deadlines. */
export const startAgreements = (kernel: Kernel): Tail[] => [
  listenDurably(kernel, 'agreements', (events: LoggedEvent[]) => keepClocks(kernel, events)),
  loop(kernel, 'agreements', () => runClocks(kernel)),
  loop(kernel, 'deadlines', () => tellDeadlines(kernel)),
];
