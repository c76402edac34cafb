import { expect, it } from 'vitest';
import { sizeOf } from './picture-size.ts';

const riff = (chunk: string, rest: number[]) =>
  Buffer.concat([
    Buffer.from(`RIFF\0\0\0\0WEBP${chunk}\0\0\0\0`, 'latin1'),
    Buffer.from(rest),
    Buffer.alloc(12),
  ]);

it.each([
  ['lossy', riff('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, 0x20, 0x43, 0xc8, 0x40])],
  ['lossless', riff('VP8L', [0x2f, 0x1f, 0xc3, 0x31, 0])],
  ['extended', riff('VP8X', [0, 0, 0, 0, 0x1f, 3, 0, 0xc7, 0, 0])],
  ['drawn', Buffer.from('<svg xmlns="x" width="800" height="200" viewBox="0 0 800 200">')],
])('the size of a %s picture', (_, bytes) => expect(sizeOf(bytes)).toEqual({ width: 800, height: 200 }));

it('of anything else there is none', () => {
  for (const bytes of ['', 'RIFF', '<svg viewBox="0 0 1 1">', 'GIF89a'.repeat(10)])
    expect(sizeOf(Buffer.from(bytes))).toBeNull();
  expect(sizeOf(riff('WHAT', []).subarray(0, 20))).toBeNull();
});
