import type { Kernel } from '../../kernel/ctx.ts';
import { listenDurably, loop, type Tail } from '../../kernel/events/tail.ts';
import { startAmendments } from './amending/worker.ts';
import { hearRefusals } from './announcing/refuse.ts';
import { runAnnouncements } from './announcing/run-announcements.ts';
import { startAttachments } from './attachment-lines.ts';
import { tellCallbacks } from './callbacks/tell-callbacks.ts';
import { startDispatch } from './dispatch/worker.ts';
import { sweepUploads } from './files/sweep-uploads.ts';
import { startIngest } from './ingest/worker.ts';
import { startNaming } from './name-customers.ts';
import { warnDuties } from './public/warn-duties.ts';
import { releaseLeft } from './release-left.ts';
import { hearScheduled } from './scheduling/hear-scheduled.ts';
import { sendOnTime } from './scheduling/send-on-time.ts';
import { indexMessages } from './searching/index-messages.ts';
import { hearSnoozed } from './snoozing/hear-snoozed.ts';
import { wakeOnTime } from './snoozing/wake-on-time.ts';

const deadlinesMs = 5 * 60_000;
/** While customers are being told, and while nobody is. */
const announceMs = { busy: 5_000, quiet: 60_000 };
const sweepMs = 6 * 3_600_000;

/** Everything of conversations that goes on by itself: in, out, in time, and behind the log. */
export const startConversations = (kernel: Kernel): Tail[] => [
  startIngest(kernel),
  startDispatch(kernel),
  startAmendments(kernel),
  startNaming(kernel),
  startAttachments(kernel),
  sendOnTime(kernel),
  wakeOnTime(kernel),
  loop(kernel, 'callbacks', () => tellCallbacks(kernel)),
  loop(kernel, 'public deadlines', async () => {
    await warnDuties(kernel);
    return deadlinesMs;
  }),
  loop(kernel, 'announcements', async () => {
    return (await runAnnouncements(kernel)) ? announceMs.busy : announceMs.quiet;
  }),
  loop(kernel, 'files.unused', async () => {
    await sweepUploads(kernel);
    return sweepMs;
  }),
  listenDurably(kernel, 'scheduled messages', (events) => hearScheduled(kernel, events)),
  listenDurably(kernel, 'snoozed', (events) => hearSnoozed(kernel, events)),
  listenDurably(kernel, 'assignees who left', (events) => releaseLeft(kernel, events)),
  listenDurably(kernel, 'announcement refusals', (events) => hearRefusals(kernel, events)),
  listenDurably(kernel, 'message search', (events) => indexMessages(kernel, events)),
];
