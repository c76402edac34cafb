export { applyEvent, nextDue } from './engine/apply.ts';
export { rebuild, snapshotOf } from './engine/snapshot.ts';
export { emptyState, type RouterState } from './engine/state.ts';
export type { AgentSettings, Queue, RoutingEvent, Work } from './engine/types.ts';
export { erlangA, servedWithin } from './erlang/patience.ts';
export { erlangC, meanWait } from './erlang/queue.ts';
export { agentsForImpatient } from './erlang/staffing.ts';
