import type { ChannelPlugin } from '../../../modules/inboxes/port.ts';
import { linkedAccountStep } from '../../graph/account.ts';
import { deleteComment, hideComment, loveMessage } from '../../graph/amend.ts';
import { graphChannel } from '../../graph/plugin.ts';
import { accountOf } from '../../graph/settings.ts';
import { manifest } from './manifest.ts';
import { lookUpMention } from './mentions.ts';
import { platform } from './platform.ts';

/** A professional account: direct messages, stories and comments. */
export const instagram: ChannelPlugin = graphChannel({
  manifest,
  platform,
  amendments: { hiding: hideComment, deletion: deleteComment, reaction: loveMessage },
  lookUp: lookUpMention,
  addressOf: (settings) => {
    const { username, accountId } = accountOf(settings);
    return username ? `@${username}` : accountId;
  },
  linkPath: (settings) => encodeURIComponent(accountOf(settings).username),
  accountStep: (io) => linkedAccountStep(io, 'instagram_business_account'),
});
