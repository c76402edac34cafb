import type { ResponseOf } from '@meada/contract/route';
import type { readTimeline as route, TimelineEntry } from '@meada/contract/routes/timeline';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { rootIdOf } from '../customers/index.ts';
import { withoutHidden } from './hidden-parts.ts';
import { type TimelineRow, timelinePage, type Wanted } from './views.ts';

/** What happened with a customer, as far as the reader may see it. The cursor is the place of the last line seen. */
export async function readTimeline(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'query'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'customers.read');
  const { cursor, limit, ...filters } = input.query;
  const after = cursor === undefined ? undefined : placeOf(cursor);
  const rootId = await rootIdOf(ctx, input.params.id);
  const rows = await timelinePage(ctx, rootId, { ...filters, after, limit: limit + 1 });
  const shown = await withoutHidden(ctx, rows.slice(0, limit));
  const last = shown.at(-1);
  const words = await tellAll(ctx, shown);
  return {
    items: shown.map((row) => entryOf(row, words.get(row.id) ?? null)),
    next: rows.length > limit && last ? `${last.micros}.${last.place}` : null,
  };
}

/** `microseconds.number` of the last line seen. */
function placeOf(cursor: string): NonNullable<Wanted['after']> {
  const [, micros, place] = /^(\d{1,17})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (!micros || !place)
    throw new Failure('malformed', 'The cursor is not one of ours.', { field: 'query.cursor' });
  return { micros, place };
}

/** Each source tells more of the lines of its kinds. */
async function tellAll(ctx: Ctx, rows: readonly TimelineRow[]): Promise<Map<string, string>> {
  const words = new Map<string, string>();
  for (const source of ctx.ports.timeline) {
    const own = rows.filter((row) => source.kinds.includes(row.kind));
    if (own.length === 0 || !source.tell) continue;
    const kept = own.map(({ id, name, ref_id: refId, facts }) => ({ id, name, refId, facts }));
    for (const [id, text] of await source.tell(ctx, kept)) words.set(id, text);
  }
  return words;
}

const entryOf = (row: TimelineRow, summary: string | null): TimelineEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  kind: row.kind,
  name: row.name,
  conversationId: row.conversation_id,
  protocol: row.protocol,
  subject: row.subject,
  summary,
  channel: row.conversation_id === null ? null : row.channel,
  actor: row.actor,
  facts: row.facts,
});
