import type { Inbound, InboundMessage } from '@meada/contract/channels';
import { line, type Raw, record, text } from '../../graph/json.ts';
import type { Setting } from '../../graph/platform.ts';
import { authorOf } from '../../graph/public.ts';
import { addressKind } from './ids.ts';

/** Comments below posts, reels, ads and live films (webhook fields `comments` and `live_comments`). */
export const parseComment = (value: Raw, setting: Setting): Inbound[] => readComment(value, setting, false);
export const parseLiveComment = (value: Raw, setting: Setting): Inbound[] =>
  readComment(value, setting, true);

function readComment(value: Raw, setting: Setting, live: boolean): Inbound[] {
  const externalId = line(value.id, 256);
  const from = authorOf(value.from, { addressKind });
  if (!externalId || !from) throw new Error('comment without an id or author');
  const media = record(value.media) ?? {};
  const post = line(media.id, 256);
  const parent = line(value.parent_id, 256);
  const title = line(media.ad_title, 500);
  const facts = factsOf(media, live);
  const message: InboundMessage = {
    kind: 'message',
    externalId,
    at: setting.at,
    from,
    proof: 'platform',
    public: { kind: 'comment' },
    content: { v: 1, kind: 'text', text: text(value.text) ?? '' },
    ...(post ? { outsideThread: { kind: 'post', key: post, ...(title ? { name: title } : {}) } } : {}),
    ...(parent ? { replyTo: [parent] } : {}),
    ...(Object.keys(facts).length > 0 ? { facts } : {}),
  };
  return [from.value === setting.accountId ? { ...message, echo: true } : message];
}

function factsOf(media: Raw, live: boolean): Record<string, string | boolean> {
  const said = {
    postType: line(media.media_product_type, 64)?.toLowerCase(),
    adId: line(media.ad_id, 64),
    adTitle: line(media.ad_title, 500),
  };
  const known = Object.entries(said).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return { ...Object.fromEntries(known), ...(live ? { live } : {}) };
}
