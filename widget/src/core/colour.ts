/** Colours as `#rrggbb`; contrast by WCAG 2.2 (relative luminance, ratio (L1 + 0.05) / (L2 + 0.05)). */

export const fallbackColour = '#0f6b5c';

const channels = (colour: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** The colour itself when it is one, else the fallback: it comes from outside and goes into style. */
export const safeColour = (colour: unknown): string =>
  typeof colour === 'string' && /^#[0-9a-f]{6}$/i.test(colour) ? colour : fallbackColour;

/** 0 (black) to 1 (white). */
export function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** White or black, whichever reads better on the colour (the better one is never below 4.5). */
export const inkOn = (colour: string): string =>
  contrast(colour, '#ffffff') >= contrast(colour, '#000000') ? '#ffffff' : '#000000';

/** The colour moved towards black or white until text in it reads on the background (ratio 4.5). */
export function readableOn(colour: string, background: string): string {
  const target = luminance(background) > 0.18 ? 0 : 255;
  for (let share = 0; share < 1; share += 0.06) {
    const mixed = `#${channels(colour)
      .map((value) =>
        Math.round(value + (target - value) * share)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')}`;
    if (contrast(mixed, background) >= 4.6) return mixed;
  }
  return target === 0 ? '#000000' : '#ffffff';
}
