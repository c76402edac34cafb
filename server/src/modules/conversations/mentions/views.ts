import { Content, summaryOf } from '@meada/contract/content';
import type { ResponseOf } from '@meada/contract/route';
import type { listMentions as route } from '@meada/contract/routes/mentions';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { customerRefs } from '../../customers/index.ts';
import { readCursor, textOfTime, writeCursor } from '../views/cursor.ts';
import { authorName } from '../views/messages.ts';
import { seenBy } from '../visibility.ts';

type Row = {
  message_id: string;
  conversation_id: string;
  protocol: string;
  customer_id: string;
  seq: number;
  at: Date;
  at_text: string;
  seen_at: Date | null;
  author_id: string | null;
  author_name: string | null;
  content: unknown;
};

/** Letters of a note that are shown in the list. */
const shown = 280;
const countedTo = 1000;

/** The reader's rings on notes that are still there and that they see. */
const ringsOf = (ctx: Ctx, personId: string): RawBuilder<unknown> => sql`mention_rings g
  JOIN messages m ON m.org_id = g.org_id AND m.id = g.message_id AND m.deleted_at IS NULL
  JOIN conversations c ON c.org_id = m.org_id AND c.id = m.conversation_id
  WHERE g.org_id = ${ctx.orgId} AND g.person_id = ${personId} AND ${seenBy(ctx.actor)}`;

/** Notes that name the reader, newest first. */
export async function listMentions(
  ctx: Ctx,
  { query }: Pick<Input<typeof route>, 'query'>,
): Promise<ResponseOf<typeof route>> {
  // A program is named by nobody.
  if (ctx.actor.kind !== 'person') return { items: [], next: null, unseen: 0 };
  const person = ctx.actor;
  const place = readCursor(query.cursor);
  const older = place ? sql`AND (g.at, g.message_id) < (${place.at}::timestamptz, ${place.id}::uuid)` : sql``;
  const { rows } = await sql<Row>`
    SELECT g.message_id, m.conversation_id, c.protocol, c.customer_id, m.seq, g.at, ${textOfTime(sql`g.at`)} AS at_text,
      g.seen_at, m.author_id, ${authorName('m')} AS author_name, m.content
    FROM ${ringsOf(ctx, person.id)} ${query.unseen ? sql`AND g.seen_at IS NULL` : sql``} ${older}
    ORDER BY g.at DESC, g.message_id DESC LIMIT ${query.limit + 1}`.execute(ctx.db);
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  const refs = await customerRefs(
    ctx,
    page.map((row) => row.customer_id),
  );
  return {
    items: page.flatMap((row) => {
      const customer = refs.get(row.customer_id);
      return customer ? [itemOf(row, customer)] : [];
    }),
    next: last ? writeCursor({ at: last.at_text, id: last.message_id }) : null,
    unseen: await countUnseen(ctx, person.id),
  };
}

type Item = ResponseOf<typeof route>['items'][number];

const itemOf = (row: Row, customer: Item['customer']): Item => ({
  messageId: row.message_id,
  conversationId: row.conversation_id,
  protocol: row.protocol,
  customer,
  seq: row.seq,
  at: row.at.toISOString(),
  seenAt: row.seen_at?.toISOString() ?? null,
  by: { id: row.author_id, name: row.author_name },
  text: summaryOf(Content.parse(row.content)).slice(0, shown),
});

async function countUnseen(ctx: Ctx, personId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM (SELECT FROM ${ringsOf(ctx, personId)} AND g.seen_at IS NULL
      LIMIT ${countedTo}) AS x`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}
