import type { Kernel } from '../../../kernel/ctx.ts';
import { keyAddress } from '../../customers/index.ts';
import type { ReadReceipt } from './batch.ts';

/** Somebody outside is typing; the live sockets find out in which conversation. */
export type TypingSignal = { orgId: string; inboxId: string; matchKey: string };

/** Typing marks of a platform go straight to the sockets and are never stored. */
export function signalTyping(kernel: Kernel, receipts: readonly ReadReceipt[]): void {
  for (const receipt of receipts) {
    for (const item of receipt.items) {
      if (item.kind !== 'signal' || item.signal !== 'typing') continue;
      const keyed = keyAddress(kernel.ports.identityKinds, item.from.kind, item.from.value);
      if (!keyed) continue;
      const signal: TypingSignal = {
        orgId: receipt.inbox.orgId,
        inboxId: receipt.inbox.id,
        matchKey: keyed.matchKey,
      };
      kernel.bus.signal('typing.identity', signal);
    }
  }
}
