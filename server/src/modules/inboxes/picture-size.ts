export type Size = { width: number; height: number };

const latin = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to);

/** Lossy, lossless and extended WebP by the name of their first chunk (RFC 9649, sections 2.5 to 2.7). */
const webp: Record<string, (bytes: Buffer) => Size> = {
  'VP8 ': (bytes) => ({ width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }),
  VP8L: (bytes) => {
    const bits = bytes.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  },
  VP8X: (bytes) => ({ width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }),
};

/** Width and height (pixels) of a WebP or an SVG that says them; null when they cannot be read. */
export function sizeOf(bytes: Buffer): Size | null {
  if (bytes.length >= 30 && latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 12) === 'WEBP')
    return webp[latin(bytes, 12, 16)]?.(bytes) ?? null;
  const [, width, height] = /<svg[^>]*\swidth="(\d+)"[^>]*\sheight="(\d+)"/.exec(latin(bytes, 0, 500)) ?? [];
  return width && height ? { width: Number(width), height: Number(height) } : null;
}
