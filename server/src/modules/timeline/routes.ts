import * as contract from '@meada/contract/routes/timeline';
import { type Mounted, serve } from '../../kernel/http/route.ts';
import { readTimeline } from './read-timeline.ts';
import { readTimelineSpan } from './read-timeline-span.ts';

/** The timeline of a customer. */
export const timelineRoutes: Mounted[] = [
  serve(contract.readTimelineSpan, readTimelineSpan),
  serve(contract.readTimeline, readTimeline),
];
