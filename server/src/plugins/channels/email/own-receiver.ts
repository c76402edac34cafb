import type { Kernel } from '../../../kernel/ctx.ts';
import { findInbox, receiptMaxBytes, receive } from '../../../modules/inboxes/index.ts';
import { type Receiver, startReceiver } from './receiver.ts';

/** Starts the built-in SMTP receiver on MAIL_PORT, or nothing when it is 0. */
export async function startOwnReceiver(kernel: Kernel): Promise<Receiver | null> {
  const { mailPort, host } = kernel.config;
  if (mailPort === 0) return null;
  return startReceiver({
    port: mailPort,
    host,
    maxBytes: receiptMaxBytes,
    route: async (recipient) => {
      const inbox = await findInbox(kernel, 'plugin', `email:${recipient}`);
      return inbox?.active ? { inboxId: inbox.id, orgId: inbox.orgId } : null;
    },
    deliver: (inbox, arrivals) => receive(kernel, inbox, arrivals),
    now: () => kernel.clock.now(),
  });
}
