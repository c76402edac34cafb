import type { InboundNotice } from '@meada/contract/channels';
import type { Ctx } from '../../kernel/ctx.ts';

type NoticeOf = { inboxId: string; item: InboundNotice };

/**
 * Keeps what a platform says of an account. Of each code the newest stands until a person has seen it; one that comes
 * takes the place of the older, good news that of bad; one that says the same again only moves it up.
 */
export async function writeNotices(ctx: Ctx, notices: readonly NoticeOf[]): Promise<void> {
  for (const { inboxId, item } of notices) {
    const { code, level = 'warning', text, facts = {}, at } = item;
    const again = await ctx.client.query({
      name: 'repeat_notice',
      text: `UPDATE inbox_notices SET at = greatest(at, $6::timestamptz)
        WHERE org_id = $1 AND inbox_id = $2 AND code = $3 AND level = $4 AND text = $5 AND settled_at IS NULL`,
      values: [ctx.orgId, inboxId, code.slice(0, 64), level, text.slice(0, 1000), at],
    });
    if (again.rowCount) continue;
    await ctx.client.query({
      name: 'settle_older_notices',
      text: `UPDATE inbox_notices SET settled_at = $4
        WHERE org_id = $1 AND inbox_id = $2 AND code = $3 AND settled_at IS NULL AND at <= $5`,
      values: [ctx.orgId, inboxId, code.slice(0, 64), ctx.clock.now(), at],
    });
    // One that came late, after a newer one, is kept and does not stand.
    await ctx.client.query({
      name: 'write_notice',
      text: `INSERT INTO inbox_notices (org_id, id, inbox_id, code, level, text, facts, at, settled_at)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN EXISTS (SELECT FROM inbox_notices n
          WHERE n.org_id = $1 AND n.inbox_id = $3 AND n.code = $4 AND n.settled_at IS NULL) THEN $9::timestamptz END`,
      values: [
        ctx.orgId,
        ctx.ids.uuid(),
        inboxId,
        code.slice(0, 64),
        level,
        text.slice(0, 1000),
        JSON.stringify(facts),
        at,
        ctx.clock.now(),
      ],
    });
    ctx.emit({ name: 'inbox.changed', facts: { inboxId } });
  }
}
