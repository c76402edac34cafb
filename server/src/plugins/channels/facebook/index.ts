import type { ChannelPlugin } from '../../../modules/inboxes/port.ts';
import { deleteComment, editComment, hideComment, likeComment } from '../../graph/amend.ts';
import { graphChannel } from '../../graph/plugin.ts';
import { accountOf } from '../../graph/settings.ts';
import { manifest } from './manifest.ts';
import { platform } from './platform.ts';

/** A page's messenger and what people say on the page. */
export const facebook: ChannelPlugin = graphChannel({
  manifest,
  platform,
  amendments: {
    hiding: hideComment,
    deletion: deleteComment,
    edit: editComment,
    reaction: likeComment,
  },
  addressOf: (settings) => accountOf(settings).username || accountOf(settings).pageId,
  prefills: true,
  linkPath: (settings) => encodeURIComponent(accountOf(settings).username || accountOf(settings).pageId),
});
