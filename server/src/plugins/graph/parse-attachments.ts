import type { InboundAttachment } from '@meada/contract/channels';
import type { AttachmentKind } from '@meada/contract/content';
import { line, number, type Raw, record, records, text } from './json.ts';

/** What hangs on a message: files to be fetched, or words and places that stand for what cannot be. */
export type Files = {
  attachments: InboundAttachment[];
  /** The files are of ours or of others (a story answered to): the words are what the customer says. */
  beside: boolean;
  content?: unknown;
  words: string;
  facts: Record<string, string | undefined>;
  /** Type of an attachment nobody knows. */
  unknown?: string;
};

/** Type and file name for each kind; the bytes tell the truth when they are fetched. */
const kinds: Record<string, { kind: AttachmentKind; type: string; name: string }> = {
  image: { kind: 'image', type: 'image/jpeg', name: 'image.jpg' },
  video: { kind: 'video', type: 'video/mp4', name: 'video.mp4' },
  audio: { kind: 'voice', type: 'audio/mp4', name: 'audio.m4a' },
  file: { kind: 'document', type: 'application/octet-stream', name: 'file' },
  sticker: { kind: 'sticker', type: 'image/webp', name: 'sticker.webp' },
  animated_image: { kind: 'image', type: 'image/gif', name: 'image.gif' },
  story_mention: { kind: 'image', type: 'image/jpeg', name: 'story.jpg' },
  ig_story: { kind: 'image', type: 'image/jpeg', name: 'story.jpg' },
};

/** Things of the platform that are shown as a link: a post, a reel, a page somebody shared. */
const shared = new Set(['share', 'fallback', 'reel', 'ig_reel', 'post', 'ig_post', 'template']);

/** The attachments of a message and the story it answers. */
export function attachmentsOf(message: Raw): Files {
  const files: Files = { attachments: [], beside: false, words: '', facts: {} };
  for (const one of records(message.attachments).slice(0, 50)) add(files, one);
  const story = record(record(message.reply_to)?.story);
  if (story) addStory(files, story);
  return files;
}

function add(files: Files, attachment: Raw): void {
  const payload = record(attachment.payload) ?? {};
  const named = line(attachment.type, 64) ?? 'unknown';
  const type = named === 'image' && payload.sticker_id !== undefined ? 'sticker' : named;
  const ref = addressIn(payload.url ?? attachment.url);
  const known = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (known && ref) {
    files.attachments.push({ ...known, name: nameOf(ref, known.name), ref });
    // Stories are gone after a day: the picture is kept, and the agent is told what it is.
    if (type === 'story_mention') files.facts.story = 'mention';
  } else if (type === 'location') {
    const place = record(payload.coordinates) ?? {};
    files.content = {
      kind: 'location',
      latitude: number(place.lat),
      longitude: number(place.long),
      name: line(attachment.title, 512),
    };
  } else if (shared.has(type)) {
    const title = text(payload.title ?? attachment.title, 2000);
    const words = [title, text(ref ?? attachment.url, 2000)].filter(Boolean).join('\n');
    files.words = [files.words, words].filter(Boolean).join('\n');
    files.facts.shared = type;
  } else files.unknown = type;
}

/** The customer answers one of our stories: it is kept beside the words. */
function addStory(files: Files, story: Raw): void {
  const ref = addressIn(story.url);
  files.facts.story = 'reply';
  files.facts.storyId = line(story.id, 128);
  if (!ref) return;
  files.beside = files.attachments.length === 0;
  files.attachments.push({ kind: 'image', type: 'image/jpeg', name: 'story.jpg', ref });
}

/** An address a file can be fetched from; longer ones than any the platform makes are none. */
function addressIn(value: unknown): string | undefined {
  const address = text(value, 5000);
  return address && address.length <= 4000 && URL.canParse(address) ? address : undefined;
}

/** The file's own name where the address shows one. */
function nameOf(address: string, otherwise: string): string {
  const last = new URL(address).pathname.split('/').at(-1) ?? '';
  return /^[\w.%()-]{1,200}\.\w{2,5}$/.test(last) ? (line(decoded(last), 255) ?? otherwise) : otherwise;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
