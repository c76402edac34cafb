import type {
  ConsentEntry,
  ConsentStanding,
  CustomerConsents,
  Purpose,
} from '@meada/contract/routes/customer-consents';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { linesOf } from './ledger.ts';
import { purposesOf } from './purposes.ts';
import { decide, type Line } from './rules.ts';

/** Lines shown of one customer. */
const shownAtMost = 500;

type Row = Omit<ConsentEntry, 'at'> & { at: Date; matchKey: string | null };

/** What a customer's whole group allowed and took back. */
export async function consentsOf(ctx: Ctx, root: string): Promise<CustomerConsents> {
  const { rows } = await sql<Row>`
    SELECT k.id, k.purpose, k.channel, k.identity_id AS "identityId", i.canonical AS address, i.match_key AS "matchKey",
      k.state, k.basis, k.source, k.shown, k.version, k.message_id AS "messageId", m.conversation_id AS "conversationId",
      k.form_id AS "formId", k.ip_hash IS NOT NULL AS "hasOrigin", k.note, k.actor_kind AS "actorKind",
      k.actor_id AS "actorId", k.at
    FROM customers c JOIN consents k ON k.org_id = c.org_id AND k.customer_id = c.id
    LEFT JOIN identities i ON i.org_id = k.org_id AND i.id = k.identity_id
    LEFT JOIN messages m ON m.org_id = k.org_id AND m.id = k.message_id
    WHERE c.org_id = ${ctx.orgId} AND c.canonical_id = ${root} ORDER BY k.n DESC LIMIT ${shownAtMost}`.execute(
    ctx.db,
  );
  const lines = await linesOf(ctx, root, null);
  const purposes = (await purposesOf(ctx)).filter((purpose) => !purpose.archived);
  return {
    standing: purposes.map((purpose) => standingOf(purpose, lines, rows)),
    entries: rows.map(({ matchKey: _, ...row }) => ({ ...row, at: row.at.toISOString() })),
  };
}

/** In general, and for each channel or address that a line speaks of, where the answer differs. */
function standingOf(purpose: Purpose, lines: readonly Line[], rows: readonly Row[]): ConsentStanding {
  const general = decide(lines, purpose.basis, { purpose: purpose.name });
  const places = new Map(
    rows
      .filter((row) => (row.channel || row.identityId) && (!row.purpose || row.purpose === purpose.name))
      .map((row) => [`${row.channel} ${row.matchKey}`, row]),
  );
  const exceptions = [...places.values()].flatMap((row) => {
    const asked = { purpose: purpose.name, channel: row.channel, matchKey: row.matchKey };
    const { since, ...verdict } = decide(lines, purpose.basis, asked);
    if (verdict.allowed === general.allowed) return [];
    const { channel, identityId, address } = row;
    return [{ channel, identityId, address, ...verdict, since: since?.toISOString() ?? null }];
  });
  return { purpose, ...general, since: general.since?.toISOString() ?? null, exceptions };
}
