import { decodeAs, untilNul } from './charsets.ts';

/** MAPI properties as TNEF carries them (MS-OXTNEF 2.1.3.5): number → text or bytes; other kinds are skipped. */
export type Properties = Map<number, string | Uint8Array>;

const maxProperties = 2000;
const fixedSizes: Record<number, number> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};
const variable = new Set([0x001e, 0x001f, 0x0102, 0x000d]);
const padded = (length: number) => (length + 3) & ~3;

class Ended extends Error {}

/** Reads as far as the bytes make sense. */
export function propertiesOf(bytes: Uint8Array, codePage: number): Properties {
  const found: Properties = new Map();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const number = (): number => {
    if (at + 4 > bytes.length) throw new Ended();
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const skip = (length: number): void => {
    if (at + length > bytes.length) throw new Ended();
    at += length;
  };
  const one = (): void => {
    const tag = number();
    const [kind, id] = [tag & 0xffff, tag >>> 16];
    if (id >= 0x8000) skipName(number, skip);
    const base = kind & 0xfff;
    const many = (kind & 0x1000) !== 0;
    const count = many || variable.has(base) ? number() : 1;
    for (let value = 0; value < count; value++) {
      const size = fixedSizes[base];
      if (size !== undefined) {
        skip(size);
        continue;
      }
      if (!variable.has(base)) throw new Ended();
      const length = number();
      const data = bytes.subarray(at, at + length);
      skip(padded(length));
      if (value === 0 && !many) found.set(id, contentOf(base, data, codePage));
    }
  };
  try {
    const total = Math.min(number(), maxProperties);
    for (let index = 0; index < total; index++) one();
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
  }
  return found;
}

/** A named property: its set (16 bytes), then a number or a name. */
function skipName(number: () => number, skip: (length: number) => void): void {
  skip(16);
  if (number() === 0) skip(4);
  else skip(padded(number()));
}

/** Objects (0x000d) begin with 16 bytes that say what they are. */
function contentOf(kind: number, data: Uint8Array, codePage: number): string | Uint8Array {
  if (kind === 0x0102) return data;
  if (kind === 0x000d) return data.subarray(16);
  const text =
    kind === 0x001f
      ? decodeAs(data.subarray(0, data.length & ~1), 'utf-16le')
      : (decodeAs(data, `windows-${codePage}`) ?? decodeAs(data, 'windows-1252'));
  return untilNul(text ?? '');
}
