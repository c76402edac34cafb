import sharp from 'sharp';

// One image at a time and no cache: thumbnails must not take the memory or both cores.
sharp.concurrency(1);
sharp.cache(false);

/** Bytes in memory, or the path of a file of this machine. */
export type ImageSource = Uint8Array | string;

/** Larger pictures (decompression bombs) are not opened. */
const pixelsAtMost = 64_000_000;

/**
 * Width and height of a picture as shown (turned by its EXIF mark), or null when it is none that we open. SVG is never
 * opened: it can carry scripts and references (LESSONS 3, 4).
 */
export async function measureImage(
  source: ImageSource,
  kind: string,
): Promise<{ width: number; height: number } | null> {
  if (kind !== 'image' && kind !== 'sticker') return null;
  try {
    const { format, width, height, orientation } = await sharp(source, {
      limitInputPixels: pixelsAtMost,
    }).metadata();
    if (!width || !height || format === 'svg') return null;
    return (orientation ?? 1) >= 5 ? { width: height, height: width } : { width, height };
  } catch {
    return null;
  }
}

/** A small WebP picture of an image, at most 480 pixels wide and high, or null. */
export async function thumbnailOf(source: ImageSource): Promise<Uint8Array | null> {
  try {
    const image = sharp(source, { limitInputPixels: pixelsAtMost, animated: false });
    const { format } = await image.metadata();
    if (format === 'svg') return null;
    return await image
      .rotate()
      .resize(480, 480, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 78 })
      .toBuffer();
  } catch {
    return null;
  }
}
