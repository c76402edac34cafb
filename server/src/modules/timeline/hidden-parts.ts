import type { Ctx } from '../../kernel/ctx.ts';
import { shownFields } from '../customers/index.ts';
import type { TimelineRow } from './views.ts';

/** How a change names one of the firm's own fields. */
const own = 'field:';

const partsOf = ({ facts }: TimelineRow): string[] =>
  Array.isArray(facts.what) ? facts.what.filter((part) => typeof part === 'string') : [];

/**
 * Lines without the names of fields that are hidden from the reader: what a field is called may tell as much as what it
 * holds. Sensitive ones are named; only their words are kept back.
 */
export async function withoutHidden(ctx: Ctx, rows: readonly TimelineRow[]): Promise<TimelineRow[]> {
  const named = rows.flatMap(partsOf).filter((part) => part.startsWith(own));
  if (named.length === 0) return [...rows];
  const asked = Object.fromEntries(named.map((part) => [part.slice(own.length), null]));
  const hidden = new Set<string>();
  for (const subject of ['customer', 'company'] as const) {
    const { values, concealed } = await shownFields(ctx, subject, asked);
    for (const name of Object.keys(asked))
      if (!(name in values) && !concealed.includes(name)) hidden.add(own + name);
  }
  return rows.map((row) => {
    const parts = partsOf(row);
    return parts.some((part) => hidden.has(part))
      ? { ...row, facts: { ...row.facts, what: parts.filter((part) => !hidden.has(part)) } }
      : row;
  });
}
