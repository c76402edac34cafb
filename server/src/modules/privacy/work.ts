import type { FastifyInstance } from 'fastify';
import type { Kernel } from '../../kernel/ctx.ts';
import { loop, type Tail } from '../../kernel/events/tail.ts';
import { warnDeadlines } from './deadlines/warn-deadlines.ts';
import { eraseAgain, runErasures } from './erasure/run-erasures.ts';
import { runPackages } from './packages/run-packages.ts';
import { mountPackages } from './packages/serve-package.ts';
import { mountRequests } from './requests/page.ts';
import { sendCodes } from './requests/send-codes.ts';
import { keepRetention } from './retention/run.ts';

const retentionMs = 10 * 60_000;
const deadlinesMs = 30 * 60_000;

/** What runs behind the requests. */
export function startPrivacy(kernel: Kernel): Tail[] {
  let isChecked = false;
  return [
    loop(kernel, 'erasures', async () => {
      // Once when the house comes up: it may stand on a restored backup.
      if (!isChecked) await eraseAgain(kernel);
      isChecked = true;
      return runErasures(kernel);
    }),
    loop(kernel, 'packages', () => runPackages(kernel)),
    loop(kernel, 'privacy requests', () => sendCodes(kernel)),
    loop(kernel, 'retention', async () => {
      await keepRetention(kernel);
      return retentionMs;
    }),
    loop(kernel, 'privacy deadlines', async () => {
      await warnDeadlines(kernel);
      return deadlinesMs;
    }),
  ];
}

/** The public pages: asking for one's rights, how far a request is, fetching a package. */
export function mountPrivacy(app: FastifyInstance, kernel: Kernel): void {
  mountPackages(app, kernel);
  mountRequests(app, kernel);
}
