import type { Platform } from '../../graph/platform.ts';
import { piecesOf } from '../plain-text.ts';
import { parseFeed, parseMention, parseRating } from './feed.ts';
import { addressKind } from './ids.ts';

/** Send API: 2000 characters of text, files of 25 MB, pictures of 8 MB. */
export const textLength = 2000;
export const fileBytes = 25_000_000;
const pictureBytes = 8_000_000;

const fields = [
  ...['feed', 'mention', 'ratings', 'messages', 'message_echoes', 'message_edits', 'message_reactions'],
  ...['message_deliveries', 'message_reads', 'messaging_postbacks', 'messaging_referrals'],
];

export const platform: Platform = {
  name: 'Facebook',
  object: 'page',
  addressKind,
  accountOf: (account) => account.pageId,
  appFields: fields,
  subscribedFields: fields,
  profileFields: ['name'],
  pieces: (text) => piecesOf(text, textLength),
  files: {
    image: { word: 'image', types: /^image\/(png|jpeg|gif)$/, bytes: pictureBytes },
    sticker: { word: 'image', types: /^image\/(png|jpeg|gif)$/, bytes: pictureBytes },
    audio: { word: 'audio', types: /^audio\//, bytes: fileBytes },
    voice: { word: 'audio', types: /^audio\//, bytes: fileBytes },
    video: { word: 'video', types: /^video\//, bytes: fileBytes },
    document: { word: 'file', types: /./, bytes: fileBytes },
  },
  uploadFields: {},
  attached: (type, attachment_id) => [{ type, payload: { attachment_id } }],
  echoesMetadata: true,
  answers: { edge: 'comments', textLength: 8000, pictures: true },
  hideField: 'is_hidden',
  changes: { feed: parseFeed, mention: parseMention, ratings: parseRating },
};
