type Detector = typeof import('eld/extrasmall').eld;

/** Its table of letter sequences takes a megabyte and most of a second: it is read when somebody first asks. */
let detector: Promise<Detector> | null = null;

/** More text says nothing more. */
const most = 1000;
/** Addresses of pages and mailboxes are in no language. */
const address = /\S*(?::\/\/|@|www\.)\S*/g;

/**
 * The language a text is written in (ISO 639-1); null where it is too short or too mixed to say: a word like "ok" is of every
 * language, and a wrong guess is worse than none.
 */
export async function languageOfText(text: string): Promise<string | null> {
  const words = text.slice(0, most).replace(address, ' ');
  if (!/\p{L}{2}/u.test(words)) return null;
  detector ??= import('eld/extrasmall').then(({ eld }) => eld);
  const found = (await detector).detect(words);
  return found.language !== '' && found.isReliable() ? found.language : null;
}
