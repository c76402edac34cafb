/**
 * How long a post is for the platform (Counting characters, configuration v3): Latin and its neighbours, general
 * punctuation count 1, everything else 2; an emoji 2 whatever it is made of; an address 23 however long. The text is
 * counted in normal form C.
 */
const light: [from: number, to: number][] = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
];
const urlWeight = 23;

/** Addresses with a scheme; bare names of hosts, which the platform links when it knows their ending; emoji. */
const pieces =
  /(?<url>https?:\/\/(?:[\p{L}\p{N}\-]+\.)+\p{L}{2,}(?::\d+)?(?:[\/?#][^\s<>"]*)?)|(?<host>(?<![\p{L}\p{N}@._\-])(?:[a-z0-9\-]+\.)+[a-z]{2,}(?:\/[^\s<>"]*)?)|(?<emoji>\p{RGI_Emoji})|\p{Any}/giv;

const isLight = (code: number): boolean => light.some(([from, to]) => code >= from && code <= to);
const plain = (text: string): number =>
  [...text].reduce((sum, char) => sum + (isLight(char.codePointAt(0) ?? 0) ? 1 : 2), 0);

function addressWeight(address: string): number {
  const bare = address.replace(/[.,;:!?'"’”)\]]+$/, '');
  return urlWeight + plain(address.slice(bare.length));
}

/**
 * Weighted length of a text; a post takes 280. A bare name that may be a host counts as whichever is longer, the name
 * or a link: at worst a post is ended a few characters early, never refused.
 */
export function weightOf(text: string): number {
  let weight = 0;
  for (const { 0: piece, groups } of text.normalize('NFC').matchAll(pieces)) {
    if (groups?.url !== undefined) weight += addressWeight(piece);
    else if (groups?.host !== undefined) weight += Math.max(addressWeight(piece), plain(piece));
    else weight += groups?.emoji === undefined ? plain(piece) : 2;
  }
  return weight;
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** A piece ends here rather than in the middle of a sentence, if that leaves it more than half full. */
const goodEnd = /^.*(?:\n|[.!?…](?=\s))/s;

/**
 * Splits a text into pieces of at most `max` by a measure: at lines and sentences, else at words; only a longer word is
 * cut, between graphemes. No character is lost but the white space at the seams; blank pieces are left out.
 */
export function splitBy(text: string, max: number, measure: (text: string) => number): string[] {
  const done: string[] = [];
  let current = '';
  for (const token of text.split(/(\s+)/)) {
    for (const part of measure(token) > max ? broken(token, max, measure) : [token]) {
      if (measure(current + part) > max) {
        const end = goodEnd.exec(current)?.[0] ?? '';
        const cut = measure(end) > max / 2 ? end : current;
        done.push(cut);
        current = current.slice(cut.length).trimStart();
        if (measure(current + part) > max) {
          done.push(current);
          current = '';
        }
      }
      current += current === '' ? part.trimStart() : part;
    }
  }
  return [...done, current].map((piece) => piece.trim()).filter((piece) => piece !== '');
}

/** A word no piece can hold, in parts of at most `max`. */
function broken(word: string, max: number, measure: (text: string) => number): string[] {
  const parts = [''];
  const units = [...graphemes.segment(word)].flatMap(({ segment }) =>
    measure(segment) > max ? [...segment] : [segment],
  );
  for (const unit of units) {
    const last = parts.at(-1) ?? '';
    // Half full is enough: a few characters more may turn a name into a longer link.
    if (last !== '' && measure(last + unit) > max) parts.push(unit);
    else parts[parts.length - 1] = last + unit;
  }
  return parts;
}
