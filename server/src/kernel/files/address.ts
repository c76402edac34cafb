import type { Kernel } from '../ctx.ts';

/**
 * Addresses of files: signed over organisation, attachment, variant and expiry, so that one names exactly one file and
 * nothing can be guessed or carried over to another (LESSONS 33, 34, 65).
 */
export type FileVariant = 'original' | 'thumbnail';
export type FileRef = { orgId: string; attachmentId: string; variant: FileVariant };

const purpose = 'file';
const payload = (ref: FileRef, expires: number): string =>
  `${ref.orgId} ${ref.attachmentId} ${ref.variant} ${expires}`;

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
    s: kernel.secrets.sign(purpose, payload(ref, expires)),
  });
  return `${kernel.config.filesUrl ?? ''}/files/${ref.attachmentId}?${query}`;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What an address names, or null when it is forged, malformed or over. */
export function readFileAddress(
  kernel: Pick<Kernel, 'secrets' | 'clock'>,
  id: unknown,
  query: Record<string, unknown>,
): (FileRef & { expires: number }) | null {
  const { o, v, e, s } = query;
  if (typeof id !== 'string' || typeof o !== 'string' || typeof e !== 'string' || typeof s !== 'string')
    return null;
  if (!uuid.test(id) || !uuid.test(o) || !/^\d{10,11}$/.test(e) || (v !== 'o' && v !== 't')) return null;
  const expires = Number(e);
  const ref: FileRef = { orgId: o, attachmentId: id, variant: v === 't' ? 'thumbnail' : 'original' };
  if (!kernel.secrets.verify(purpose, payload(ref, expires), s)) return null;
  return expires * 1000 > kernel.clock.now().getTime() ? { ...ref, expires } : null;
}
