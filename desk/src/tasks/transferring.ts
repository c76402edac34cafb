import type { Task } from '@meada/contract/routes/tasks';
import { createStore } from '../live/store.ts';

/** The task that is being handed on; `done` runs when it is: its reader may not see it any more. */
type Transferring = { task: Task; done?: (() => void) | undefined };

export const transferringTask = createStore<Transferring | null>(null);
export const transferTask = (task: Task, done?: () => void): void =>
  transferringTask.set(() => ({ task, done }));
export const endTransfer = (): void => transferringTask.set(() => null);
