export { endAbandonments } from './end-abandonments.ts';
export { hearAbandonments } from './hear-abandonments.ts';
export { noteForm } from './note-form.ts';
export { presentRecoveries } from './present.ts';
export { recoveryRoutes } from './routes.ts';
export type { LeavingPace } from './rules.ts';
export { recoveryLines } from './timeline.ts';
export { watchVisitors } from './watch-visitors.ts';
