import type { Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import { listenDurably, loop, type Tail } from '../../kernel/events/tail.ts';
import { hearRequests } from './hear-requests.ts';
import { runRequests } from './run-requests.ts';

/** Hears what customers ask for, and sends it. */
export const startSac = (kernel: Kernel): Tail[] => [
  listenDurably(kernel, 'sac', (events: LoggedEvent[]) => hearRequests(kernel, events)),
  loop(kernel, 'sac requests', () => runRequests(kernel)),
];
