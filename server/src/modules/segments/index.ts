import { consentKinds } from './kinds/consents.ts';
import { conversationKinds } from './kinds/conversations.ts';
import { eventKinds } from './kinds/events.ts';
import { fieldKinds } from './kinds/fields.ts';
import { reachKinds } from './kinds/reach.ts';
import { recordKinds } from './kinds/record.ts';
import type { ConditionKind } from './registry.ts';

export { segmentAudiences } from './audiences.ts';
export { createSegment } from './create-segment.ts';
export { keepSegments } from './follow.ts';
export { presentSegments } from './present.ts';
export {
  type ConditionKind,
  countTest,
  daysBack,
  listOf,
  not,
  numberOf,
  type Scope,
  someMember,
} from './registry.ts';
export { segmentRoutes } from './routes.ts';
export { runSegments } from './run.ts';

/** Kinds over what lies to the left; later modules add theirs in `portsOf`. */
export const conditionKinds: readonly ConditionKind[] = [
  ...recordKinds,
  ...reachKinds,
  ...fieldKinds,
  ...conversationKinds,
  ...consentKinds,
  ...eventKinds,
];
