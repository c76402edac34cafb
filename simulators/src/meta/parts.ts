import type { Hooks } from './hooks.ts';
import type { State } from './state.ts';

/** A fault for coming calls that change something. */
export type Fault =
  | { kind: 'error'; status: number; code: number; subcode?: number; retryAfter?: number }
  /** Acted upon, but the answer is an error 500: the worst case for a sender. */
  | { kind: 'accepted_then_500' }
  | { kind: 'cut' }
  | { kind: 'garbage' };

export type Parts = { state: State; hooks: Hooks; faults: Fault[]; base: () => string };
