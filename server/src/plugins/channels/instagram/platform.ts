import { bytePieces } from '../../graph/format.ts';
import type { Platform } from '../../graph/platform.ts';
import { parseComment, parseLiveComment } from './comments.ts';
import { addressKind } from './ids.ts';
import { answerMention, fetchedField, parseFetched, parseMention } from './mentions.ts';

/** Send API: text of 1000 bytes in UTF-8. Attachment upload: 25 MB, pictures of 8 MB, few types. */
export const textLength = 1000;
export const fileBytes = 25_000_000;
const pictureBytes = 8_000_000;

const audio = { word: 'audio', types: /^audio\/(x-)?(aac|m4a|mp4|wav|wave)$/, bytes: fileBytes };
const image = { word: 'image', types: /^image\/(png|jpeg|gif)$/, bytes: pictureBytes };

export const platform: Platform = {
  name: 'Instagram',
  object: 'instagram',
  addressKind,
  accountOf: (account) => account.accountId,
  appFields: [
    ...['messages', 'message_reactions', 'message_edit', 'messaging_postbacks', 'messaging_seen'],
    ...['messaging_referral', 'comments', 'live_comments', 'mentions'],
  ],
  // What is told of the account is chosen with the app's webhooks; the page needs any one subscription.
  subscribedFields: ['messages'],
  profileFields: ['username', 'name'],
  pieces: (text) => bytePieces(text, textLength),
  files: {
    image,
    sticker: image,
    audio,
    voice: audio,
    video: { word: 'video', types: /^video\/(mp4|ogg|avi|x-msvideo|quicktime|webm)$/, bytes: fileBytes },
    document: { word: 'file', types: /^application\/pdf$/, bytes: fileBytes },
  },
  uploadFields: { platform: 'instagram' },
  // The page about uploads says one form, the Send API's reference the other; a refused form sends nothing.
  attached: (type, id) => [
    { type, payload: { attachment_id: id } },
    { type: 'MEDIA_SHARE', payload: { id } },
  ],
  echoesMetadata: false,
  answers: { edge: 'replies', textLength: 2200, pictures: false, other: answerMention },
  hideField: 'hide',
  changes: {
    ...{ comments: parseComment, live_comments: parseLiveComment, mentions: parseMention },
    [fetchedField]: parseFetched,
  },
};
