import { type Actor, actorKey } from '../actor.ts';
import type { Kernel } from '../ctx.ts';

/**
 * Addresses of files: signed over organisation, attachment, variant, reader and expiry, so that one names exactly one file
 * and nothing can be guessed or carried over to another (LESSONS 33, 34, 65). With a reader it is worth as much as what that
 * reader may see when it is opened; without one (platforms, customers) it is good for whoever holds it.
 */
export type FileVariant = 'original' | 'thumbnail';
export type FileRef = {
  orgId: string;
  attachmentId: string;
  variant: FileVariant;
  /** For whom it was made: `person:<id>` or `key:<id>`. */
  reader?: string | undefined;
};

const purpose = 'file';
const payload = ({ orgId, attachmentId, variant, reader }: FileRef, expires: number): string =>
  `${orgId} ${attachmentId} ${variant} ${expires}${reader ? ` ${reader}` : ''}`;

/** The reader an address for this actor is made for; the house itself and customers get addresses that stand by themselves. */
export const readerOf = (actor: Actor): string | undefined =>
  actor.kind === 'person' || actor.kind === 'key' ? actorKey(actor) : undefined;

const lifeSeconds = 12 * 3600;
const stepSeconds = 3600;

/**
 * When an address made now ends, seconds since 1970: 12 to 13 hours ahead, on the hour, so that the address of a picture
 * stays the same for an hour and the browser's cache is of use.
 */
export const fileExpiry = (now: Date): number =>
  (Math.floor(now.getTime() / 1000 / stepSeconds) + 1) * stepSeconds + lifeSeconds;

/** Signed address of a file; `expires` in seconds since 1970. */
export function fileUrl(
  kernel: Pick<Kernel, 'secrets' | 'config' | 'publicUrl'>,
  ref: FileRef,
  expires: number,
): string {
  const query = new URLSearchParams({
    o: ref.orgId,
    v: ref.variant === 'thumbnail' ? 't' : 'o',
    e: String(expires),
    ...(ref.reader ? { r: ref.reader } : {}),
    s: kernel.secrets.sign(purpose, payload(ref, expires)),
  });
  return `${kernel.config.filesUrl ?? ''}/files/${ref.attachmentId}?${query}`;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const readerForm = /^(person|key):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What an address names, or null when it is forged, malformed or over. */
export function readFileAddress(
  kernel: Pick<Kernel, 'secrets' | 'clock'>,
  id: unknown,
  query: Record<string, unknown>,
): (FileRef & { expires: number }) | null {
  const { o, v, e, r, s } = query;
  if (typeof id !== 'string' || typeof o !== 'string' || typeof e !== 'string' || typeof s !== 'string')
    return null;
  if (!uuid.test(id) || !uuid.test(o) || !/^\d{10,11}$/.test(e) || (v !== 'o' && v !== 't')) return null;
  if (r !== undefined && (typeof r !== 'string' || !readerForm.test(r))) return null;
  const expires = Number(e);
  const ref: FileRef = {
    orgId: o,
    attachmentId: id,
    variant: v === 't' ? 'thumbnail' : 'original',
    reader: r,
  };
  if (!kernel.secrets.verify(purpose, payload(ref, expires), s)) return null;
  return expires * 1000 > kernel.clock.now().getTime() ? { ...ref, expires } : null;
}

/**
 * An address the house made for itself, as each reader gets it: the same file with the same end, good for that reader alone,
 * and so the very one the reader's own requests bring (the browser has it already). Null where it is none of ours, or over.
 */
export function addressFor(
  kernel: Pick<Kernel, 'secrets' | 'config' | 'publicUrl' | 'clock'>,
  address: string,
): ((actor: Actor) => string) | null {
  const [, id, query] = /\/files\/([^?]+)\?(.*)$/.exec(address) ?? [];
  const ref = readFileAddress(kernel, id, Object.fromEntries(new URLSearchParams(query)));
  return ref && ((actor) => fileUrl(kernel, { ...ref, reader: readerOf(actor) }, ref.expires));
}
