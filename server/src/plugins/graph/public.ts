import type { Address, InboundAttachment } from '@meada/contract/channels';
import { PublicMatter } from '@meada/contract/public';
import { line, type Raw, record, text } from './json.ts';
import type { Platform } from './platform.ts';

/** Reading what is said below posts, the same for every channel here. */

/** A web address that may be shown as a link, or undefined. */
export function webAddress(value: unknown): string | undefined {
  const found = PublicMatter.shape.url.safeParse(text(value, 2000));
  return found.success ? found.data : undefined;
}

/** Who said something in public: the platform's id of the person, and the name that stands there. */
export function authorOf(
  value: unknown,
  { addressKind }: Pick<Platform, 'addressKind'>,
): Address | undefined {
  const from = record(value) ?? {};
  const id = line(from.id, 64);
  if (!id || !/^\d{1,40}$/.test(id)) return undefined;
  const name = line(from.username ?? from.name, 256);
  return { kind: addressKind, value: id, ...(name ? { name } : {}) };
}

/** The picture or film that hangs on a comment or post, given as an address. */
export function pictureOf(value: Raw): InboundAttachment[] {
  const found: [unknown, InboundAttachment][] = [
    [value.photo, { kind: 'image', name: 'image.jpg', type: 'image/jpeg' }],
    [value.video, { kind: 'video', name: 'video.mp4', type: 'video/mp4' }],
  ];
  const all = Array.isArray(value.photos) ? value.photos.slice(0, 20) : [];
  const photos = all.map((one): [unknown, InboundAttachment] => [
    one,
    { kind: 'image', name: 'image.jpg', type: 'image/jpeg' },
  ]);
  return [...found, ...photos].flatMap(([address, file]) => {
    const ref = text(address, 4000);
    return ref && URL.canParse(ref) ? [{ ...file, ref }] : [];
  });
}
