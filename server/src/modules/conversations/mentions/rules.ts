import type { Mention } from '@meada/contract/mentions';
import { refused } from '../../../kernel/errors.ts';

/** Pure rules of the stretches of a note that name somebody. */

/** Each stands in the text, begins with an @, and none lies over another. Throws `refused` with the field. */
export function checkSpans(text: string, mentions: readonly Mention[]): void {
  let end = 0;
  for (const { mention, index } of mentions
    .map((mention, index) => ({ mention, index }))
    .sort((one, other) => one.mention.start - other.mention.start)) {
    const { start, length } = mention;
    if (start < end || start + length > text.length || text[start] !== '@')
      throw refused('No name stands there in the text.', `body.mentions.${index}`);
    end = start + length;
  }
}

/**
 * Where the names stand after an edit: each found again in its order; one that was taken out names nobody any more. Who
 * was told stays told.
 */
export function spansAfter(before: string, after: string, mentions: readonly Mention[]): Mention[] {
  let from = 0;
  return mentions
    .toSorted((one, other) => one.start - other.start)
    .flatMap((mention) => {
      const name = before.slice(mention.start, mention.start + mention.length);
      const start = after.indexOf(name, from);
      if (start < 0) return [];
      from = start + name.length;
      return [{ ...mention, start }];
    });
}
