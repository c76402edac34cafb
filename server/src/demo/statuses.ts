import { systemActor } from '../kernel/actor.ts';
import { inTransaction, type Kernel } from '../kernel/ctx.ts';
import { createStatus } from '../modules/conversations/index.ts';

/** The demo shop's own words for where a conversation stands. */
const statuses = [
  { category: 'open', name: 'Conferindo o estoque', colour: '#1d6fb8' },
  { category: 'open', name: 'Separado para retirada', colour: '#5b5bd6' },
  { category: 'resolved', name: 'Virou venda', colour: '#2b7a3f' },
] as const;

export const makeStatuses = (kernel: Kernel, orgId: string): Promise<void> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    for (const status of statuses) await createStatus(ctx, { body: { ...status, isDefault: false } });
  });
