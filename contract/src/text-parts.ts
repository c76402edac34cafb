/**
 * How telephone networks cut a text message: 3GPP TS 23.038 (the 7-bit alphabet with its extension table, UCS-2) and
 * TS 23.040 (concatenation: a header of six bytes leaves 153 or 67 of 160 or 70 units).
 */

/** The default alphabet, one unit each (TS 23.038, 6.2.1; the escape itself is no character). */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** The extension table, two units each: escape and character. */
const extension = new Set('\f^{}\\[~]|€');

export type TextParts = {
  encoding: 'gsm7' | 'ucs2';
  /** Units of the encoding the text takes. */
  units: number;
  parts: number;
  /** Units a part holds, with the header once there are several. */
  perPart: number;
  /** Units that still fit into the last part. */
  left: number;
  /** Characters that force the dearer encoding, each once, at most ten. */
  odd: string[];
};

const sizes = { gsm7: { one: 160, several: 153 }, ucs2: { one: 70, several: 67 } };

/**
 * Counts the parts a text is sent, and charged, in. A character of two units (extension table, surrogate pair) never
 * stands across a seam, so that a part may stay one unit short. An empty text has none. Pure.
 */
export function partsOf(text: string): TextParts {
  const characters = [...text];
  const odd = [...new Set(characters.filter((one) => !basic.has(one) && !extension.has(one)))];
  const encoding = odd.length === 0 ? 'gsm7' : 'ucs2';
  const widthOf = (one: string): number => (encoding === 'ucs2' ? one.length : extension.has(one) ? 2 : 1);
  const units = characters.reduce((sum, one) => sum + widthOf(one), 0);
  const { one: single, several } = sizes[encoding];
  const common = { encoding, units, odd: odd.slice(0, 10) } as const;
  if (units <= single) {
    return { ...common, parts: units === 0 ? 0 : 1, perPart: single, left: single - units };
  }
  let [parts, used] = [1, 0];
  for (const one of characters) {
    const width = widthOf(one);
    if (used + width > several) [parts, used] = [parts + 1, 0];
    used += width;
  }
  return { ...common, parts, perPart: several, left: several - used };
}
