import type { Regrouping, RegroupingKind } from '@meada/contract/routes/regroupings';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { findSeen } from '../visibility.ts';

type Row = {
  id: string;
  kind: RegroupingKind;
  from_id: string;
  from_protocol: string;
  from_subject: string | null;
  into_id: string;
  into_protocol: string;
  into_subject: string | null;
  count: number;
  by_name: string | null;
  at: Date;
  undone_at: Date | null;
  built_on: boolean;
};

const mostListed = 100;

/** What was merged, split and moved from or to a conversation the actor sees, newest first. */
export async function listRegroupings(ctx: Ctx, conversationId: string): Promise<Regrouping[]> {
  const { id } = await findSeen(ctx, conversationId);
  const result = await sql<Row>`
    SELECT r.id, r.kind, r.from_id, a.protocol AS from_protocol, a.subject AS from_subject, r.into_id,
      b.protocol AS into_protocol, b.subject AS into_subject, r.at, r.undone_at,
      (SELECT count(*)::int FROM moved_messages v WHERE v.org_id = r.org_id AND v.regrouping_id = r.id) AS count,
      (SELECT p.name FROM members p WHERE p.org_id = r.org_id AND r.actor = 'person:' || p.id) AS by_name,
      EXISTS (SELECT FROM moved_messages v JOIN messages m ON m.org_id = v.org_id AND m.id = v.message_id
        WHERE v.org_id = r.org_id AND v.regrouping_id = r.id AND (m.conversation_id <> r.into_id OR m.seq <> v.into_seq))
      OR b.merged_into_id IS NOT NULL OR (a.merged_into_id IS NOT NULL AND (r.kind <> 'merge' OR a.merged_into_id <> r.into_id))
      AS built_on
    FROM regroupings r
    JOIN conversations a ON a.org_id = r.org_id AND a.id = r.from_id
    JOIN conversations b ON b.org_id = r.org_id AND b.id = r.into_id
    WHERE r.org_id = ${ctx.orgId} AND r.id IN (
      (SELECT x.id FROM regroupings x WHERE x.org_id = ${ctx.orgId} AND x.from_id = ${id} ORDER BY x.n DESC LIMIT ${mostListed})
      UNION (SELECT x.id FROM regroupings x WHERE x.org_id = ${ctx.orgId} AND x.into_id = ${id} ORDER BY x.n DESC LIMIT ${mostListed}))
    ORDER BY r.n DESC LIMIT ${mostListed}`.execute(ctx.db);
  return result.rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    from: { id: row.from_id, protocol: row.from_protocol, subject: row.from_subject },
    into: { id: row.into_id, protocol: row.into_protocol, subject: row.into_subject },
    count: row.count,
    byName: row.by_name,
    at: row.at.toISOString(),
    undoneAt: row.undone_at?.toISOString() ?? null,
    undoable: row.undone_at === null && !row.built_on,
  }));
}

/** The conversation itself, or the one it goes on in after one or several merges. */
export async function whereItGoesOn(ctx: Ctx, conversationId: string): Promise<string> {
  const result = await sql<{ id: string }>`
    WITH RECURSIVE way (id, merged_into_id, step) AS (
      SELECT c.id, c.merged_into_id, 0 FROM conversations c WHERE c.org_id = ${ctx.orgId} AND c.id = ${conversationId}
      UNION ALL SELECT c.id, c.merged_into_id, w.step + 1 FROM way w
        JOIN conversations c ON c.org_id = ${ctx.orgId} AND c.id = w.merged_into_id WHERE w.step < 100)
    SELECT id FROM way ORDER BY step DESC LIMIT 1`.execute(ctx.db);
  return result.rows[0]?.id ?? conversationId;
}
