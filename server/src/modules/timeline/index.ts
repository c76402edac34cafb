import type { TimelineSource } from './registry.ts';
import { conversationLines } from './sources/conversations.ts';
import { customerLines } from './sources/customers.ts';
import { messageLines } from './sources/messages.ts';

export { forgetTimeline } from './forget-timeline.ts';
export { keepTimeline } from './keep-timeline.ts';
export { type KeptLine, lineOf, type TimelineSource } from './registry.ts';
export { timelineRoutes } from './routes.ts';
export { tellFollowers } from './tell-followers.ts';

/** What the modules to the left have to tell; later ones add theirs in `portsOf`. */
export const timelineSources: readonly TimelineSource[] = [messageLines, conversationLines, customerLines];
