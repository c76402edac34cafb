import type { Setup } from '../platform.ts';
import type { Meta } from './index.ts';

/** What the demo shop's inbox is set up with; worthless outside this machine. */
export const inboxOf = ({ config, graphUrl }: Meta, linkUrl: string): Setup => ({
  channel: config.network,
  name: config.network === 'facebook' ? 'Facebook da loja' : 'Instagram da loja',
  settings: {
    username: config.username,
    pageId: config.pageId,
    ...(config.network === 'instagram' ? { accountId: config.accountId } : {}),
    appId: config.appId,
    accessToken: config.accessToken,
    appSecret: config.appSecret,
    verifyToken: 'simulator-verify-token',
    graphUrl,
    linkUrl,
  },
});
