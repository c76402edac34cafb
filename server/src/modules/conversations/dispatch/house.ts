import type { Kernel } from '../../../kernel/ctx.ts';
import type { LoadedInbox } from '../../inboxes/index.ts';
import type { Leases } from './lease.ts';
import type { Pace } from './pace.ts';

/** What the platform counts as one account: the inboxes that share it, and the one that stands for all. */
export type Account = { id: string; inboxIds: readonly string[] };

export type Place = { orgId: string; inboxId: string };
export type House = {
  kernel: Kernel;
  pace: Pace;
  leases: Leases;
  accountOf(inbox: LoadedInbox): Promise<Account>;
  isStopped(): boolean;
};
