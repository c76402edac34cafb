import type { ResponseOf } from '@meada/contract/route';
import type { listQueueItems as listed, pullNext as pulled, WorkItem } from '@meada/contract/routes/routing';
import type { PersonActor } from '../../kernel/actor.ts';
import { archiveQueue } from './queues/archive-queue.ts';
import { listQueueItems } from './queues/list-queue-items.ts';
import type { RoutedHouse } from './testing-house.ts';
import { acceptWork } from './work/accept-work.ts';
import { declineWork } from './work/decline-work.ts';
import { pullNext } from './work/pull-next.ts';
import { releaseWork } from './work/release-work.ts';
import { takeOverWork } from './work/take-over-work.ts';

/** What people do with work, for tests of modules whose things are work. */
export type Hands = {
  accept(by: PersonActor, id: string): Promise<WorkItem>;
  decline(by: PersonActor, id: string): Promise<unknown>;
  pull(by: PersonActor, queueId: string): Promise<ResponseOf<typeof pulled>['item']>;
  release(by: PersonActor, id: string, note?: string): Promise<WorkItem>;
  takeOver(by: PersonActor, id: string): Promise<WorkItem>;
  listed(by: PersonActor, id: string, state?: 'waiting' | 'all'): Promise<ResponseOf<typeof listed>>;
  endQueue(id: string, moveTo?: string): Promise<unknown>;
};

export const handsIn = ({ desk, boss }: RoutedHouse): Hands => ({
  accept: (by, id) => desk.as(by, (ctx) => acceptWork(ctx, { params: { id } })),
  decline: (by, id) => desk.as(by, (ctx) => declineWork(ctx, { params: { id }, body: { reason: '' } })),
  pull: async (by, queueId) => (await desk.as(by, (ctx) => pullNext(ctx, { body: { queueId } }))).item,
  release: (by, id, note = '') => desk.as(by, (ctx) => releaseWork(ctx, { params: { id }, body: { note } })),
  takeOver: (by, id) => desk.as(by, (ctx) => takeOverWork(ctx, { params: { id } })),
  listed: (by, id, state = 'waiting') =>
    desk.as(by, (ctx) => listQueueItems(ctx, { params: { id }, query: { state, limit: 100 } })),
  endQueue: (id, moveTo) =>
    desk.as(boss, (ctx) => archiveQueue(ctx, { params: { id }, query: moveTo ? { moveTo } : {} })),
});
