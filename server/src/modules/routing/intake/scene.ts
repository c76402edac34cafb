import type { WorkClass } from '../engine/types.ts';
import type { Load, LockedAgent } from '../rows/lock.ts';
import type { Owed, Queues } from './facts.ts';
import type { Place } from './places.ts';

/** What is known while conversations are settled. */
export type Scene = {
  at: Date;
  queues: Queues;
  owed: ReadonlyMap<string, Owed>;
  /** What agreements promise. */
  deadlines: ReadonlyMap<string, Date>;
  /** Where the work of each conversation belongs. */
  places: ReadonlyMap<string, Place>;
  agents: ReadonlyMap<string, LockedAgent>;
  loads: ReadonlyMap<string, Load>;
  /** What a contact on a channel is to an agent's capacity. */
  classOf(channel: string): WorkClass;
  /** A person has just assigned it: no room is an error, not a wait. */
  byHand: boolean;
};
