import type { ResponseOf } from '@meada/contract/route';
import type { listWoken as route } from '@meada/contract/routes/woken';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { customerRefs } from '../../customers/index.ts';
import { seenBy } from '../visibility.ts';

/** A bell is not a list: what came back long ago is found where it stands. */
const atMost = 50;

type Row = {
  conversationId: string;
  customerId: string;
  why: ResponseOf<typeof route>['items'][number]['why'];
  at: Date;
  preview: string | null;
};

/** Conversations the reader had put aside, that came back, and that they have not read since; the newest first. */
export async function listWoken(ctx: Ctx): Promise<ResponseOf<typeof route>> {
  if (ctx.actor.kind !== 'person') return { items: [] };
  const { rows } = await sql<Row>`
    SELECT c.id AS "conversationId", c.customer_id AS "customerId", c.woken_why AS why, c.woken_at AS at, c.preview
    FROM conversations c
    LEFT JOIN read_marks r ON r.org_id = c.org_id AND r.conversation_id = c.id AND r.reader = ${`person:${ctx.actor.id}`}
    WHERE c.org_id = ${ctx.orgId} AND c.woken_for = ${ctx.actor.id} AND c.status = 'open' AND c.merged_into_id IS NULL
      AND coalesce(r.seq, 0) < c.woken_seq AND ${seenBy(ctx.actor)}
    ORDER BY c.woken_at DESC, c.id LIMIT ${atMost}`.execute(ctx.db);
  const refs = await customerRefs(
    ctx,
    rows.map((row) => row.customerId),
  );
  return {
    items: rows.flatMap(({ customerId, at, ...row }) => {
      const customer = refs.get(customerId);
      return customer ? [{ ...row, customer, at: at.toISOString() }] : [];
    }),
  };
}
