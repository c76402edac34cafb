import type { Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import { listenDurably, loop, type Tail } from '../../kernel/events/tail.ts';
import { planSurveys } from './plan-surveys.ts';
import { runSurveys } from './run-surveys.ts';

/** Plans when something was resolved, asks when it is time. */
export const startSurveys = (kernel: Kernel): Tail[] => [
  listenDurably(kernel, 'surveys', (events: LoggedEvent[]) => planSurveys(kernel, events)),
  loop(kernel, 'surveys', () => runSurveys(kernel)),
];
