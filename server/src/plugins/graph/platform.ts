import type { Inbound } from '@meada/contract/channels';
import type { AttachmentKind } from '@meada/contract/content';
import type { Raw } from './json.ts';
import type { Account } from './settings.ts';

/** What a parser knows beside the item: whose account it is, when the platform told, when we received it. */
export type Setting = { accountId: string; pageId: string; at: string };

/** What files of one kind may be: the platform's word for them, types it takes, largest size in bytes. */
export type FileRule = { word: string; types: RegExp; bytes: number };

/** The call that answers what does not hang below our own posts; null: it does. */
export type OtherAnswer = (
  about: string,
  account: Account,
) => { path: string; json: Record<string, string> } | null;

/** In what one channel of the Graph API differs from the other; given by each plug-in's own folder. */
export type Platform = {
  /** As people call it, for sentences. */
  name: string;
  /** `object` of its webhooks. */
  object: string;
  /** Kind of the address people have there. */
  addressKind: string;
  /** The id by which webhooks name the account. */
  accountOf(account: Account): string;
  /** Fields of the app's webhooks, of the page's subscription, and of the profile that has a name. */
  appFields: string[];
  subscribedFields: string[];
  profileFields: string[];
  /** Puts words into as many private messages as it takes. */
  pieces(text: string): string[];
  /** Files in private messages; a kind that is absent cannot be sent. */
  files: Partial<Record<AttachmentKind, FileRule>>;
  /** Further fields of an upload, and the forms in which an uploaded file is named in a message, tried in order. */
  uploadFields: Record<string, string>;
  attached(word: string, id: string): Record<string, unknown>[];
  /** What is put into `metadata` comes back with the echo: our own messages are known by it. */
  echoesMetadata: boolean;
  /** The edge below a comment (or post) for public answers, their longest text, and whether they carry pictures. */
  answers: { edge: string; textLength: number; pictures: boolean; other?: OtherAnswer };
  /** Parameter of a comment by which it is hidden. */
  hideField: string;
  /** Reads `entry[].changes[]` by field; what is not here is ignored with a note. */
  changes: Record<string, (value: Raw, setting: Setting) => Inbound[]>;
};
