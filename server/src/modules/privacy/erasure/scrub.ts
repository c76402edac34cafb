import { quoted } from '../../../kernel/backup/schema.ts';
import type { Ctx } from '../../../kernel/ctx.ts';

/**
 * Texts of the firm itself, or said of its own accounts, in which somebody may have typed an address all the same: an
 * example in a template, a notice of a platform. They go on without it.
 */
export const scrubbed: Readonly<Record<string, readonly string[]>> = {
  message_templates: ['parts'],
  announcements: ['texts', 'templates'],
  canned_replies: ['title', 'text', 'html', 'wordings'],
  inbox_notices: ['text', 'facts'],
  inboxes: ['health_text', 'templates_error'],
  inbox_resyncs: ['error'],
  segments: ['name', 'description'],
};

/** What stands in the place of an address. */
const mark = '•••';
/** Fewer digits are a price or a year. */
const digitsAtLeast = 8;

/**
 * A pattern that finds addresses however they are written: letters as they are, the digits of a telephone number with
 * blanks, dots, brackets and dashes between them, with or without Brazil's 55. The same in JavaScript and PostgreSQL. null
 * without one.
 */
export function patternOf(needles: readonly string[]): string | null {
  const parts = needles.flatMap((needle) => {
    if (!/^\+?\d+$/.test(needle)) return [needle.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)];
    const digits = needle.replace('+', '');
    const national = digits.startsWith('55') && digits.length >= 12 ? digits.slice(2) : digits;
    if (national.length < digitsAtLeast) return [];
    return [`(\\+?55[ ().-]*)?${[...national].join('[ ().-]*')}`];
  });
  return parts.length === 0 ? null : [...new Set(parts)].sort((a, b) => b.length - a.length).join('|');
}

/** A value without the addresses, whatever it is made of. */
export function without(value: unknown, pattern: RegExp): unknown {
  if (typeof value === 'string') return value.replace(pattern, mark);
  if (Array.isArray(value)) return value.map((item) => without(item, pattern));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, without(item, pattern)]));
}

/** Takes addresses and whole names out of these texts. Answers how many rows. */
export async function scrub(ctx: Ctx, needles: readonly string[], names: readonly string[]): Promise<number> {
  const pattern = patternOf([...needles, ...names]);
  if (!pattern) return 0;
  const finds = new RegExp(pattern, 'giu');
  let count = 0;
  for (const [table, columns] of Object.entries(scrubbed)) {
    const texts = columns.map((column) => `t.${quoted(column)}::text`).join(', ');
    const { rows } = await ctx.client.query<Record<string, unknown>>(
      `SELECT t.ctid::text AS place_, ${columns.map(quoted).join(', ')} FROM ${quoted(table)} t
       WHERE t.org_id = $1 AND concat_ws(' ', ${texts}) ~* $2 FOR UPDATE`,
      [ctx.orgId, pattern],
    );
    for (const row of rows) {
      const values = columns.map((column) => {
        const cleaned = without(row[column], finds);
        return cleaned !== null && typeof cleaned === 'object' ? JSON.stringify(cleaned) : cleaned;
      });
      const sets = columns.map((column, at) => `${quoted(column)} = $${at + 3}`).join(', ');
      await ctx.client.query(`UPDATE ${quoted(table)} SET ${sets} WHERE org_id = $1 AND ctid = $2::tid`, [
        ctx.orgId,
        row.place_,
        ...values,
      ]);
      count += 1;
    }
  }
  return count;
}
