export { applyEvent, nextDue } from './engine/apply.ts';
export { rebuild, snapshotOf } from './engine/snapshot.ts';
export { emptyState, type RouterState } from './engine/state.ts';
export { readSteadily } from './engine/steady.ts';
export type { AgentSettings, Decision, Queue, RoutingEvent, Work } from './engine/types.ts';
export { erlangB } from './erlang/loss.ts';
export { erlangA, servedWithin } from './erlang/patience.ts';
export { answeredWithin, erlangC, meanWait } from './erlang/queue.ts';
export { agentsFor, agentsForImpatient } from './erlang/staffing.ts';
