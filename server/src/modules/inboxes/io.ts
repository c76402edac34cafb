import type { Kernel } from '../../kernel/ctx.ts';
import { accessTokenOf } from './consent/renew.ts';
import { type LoadedInbox, webhookPath } from './load.ts';
import type { ChannelIo } from './port.ts';

/** What a plug-in gets to reach the outside. */
export function ioOf(kernel: Kernel, inbox: LoadedInbox): ChannelIo {
  return {
    inbox: { id: inbox.id, orgId: inbox.orgId, name: inbox.name, address: inbox.address, brand: inbox.brand },
    settings: inbox.settings,
    ...(inbox.consent
      ? {
          consent: {
            provider: inbox.consent.provider,
            account: inbox.consent.account,
            accessToken: (refused) => accessTokenOf(kernel, inbox, refused),
          },
        }
      : {}),
    egress: kernel.egress,
    publicUrl: kernel.publicUrl,
    webhookUrl: `${kernel.publicUrl}${webhookPath(inbox.routeKey)}`,
    now: () => kernel.clock.now(),
    log: (level, text, facts) => kernel.log[level](text, { inboxId: inbox.id, ...facts }),
  };
}
