import type { WhatsappSimulator } from './index.ts';

/** What the demo shop's inbox of this platform is set up with; worthless outside this machine. */
export const inboxOf = (platform: WhatsappSimulator, linkUrl: string) => ({
  channel: 'whatsapp',
  name: 'WhatsApp da loja',
  settings: {
    phoneNumber: platform.config.phoneNumber,
    phoneNumberId: platform.config.phoneNumberId,
    businessAccountId: platform.config.businessAccountId,
    accessToken: platform.config.accessToken,
    appSecret: platform.config.appSecret,
    verifyToken: 'simulator-verify-token',
    graphUrl: platform.graphUrl,
    linkUrl,
  },
});
