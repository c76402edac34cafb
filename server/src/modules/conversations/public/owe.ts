import type { PublicMatter } from '@meada/contract/public';
import type { Ctx } from '../../../kernel/ctx.ts';
import { jsonOf } from '../../../kernel/db/bulk.ts';
import type { PublicSaid } from '../ingest/outcomes.ts';

/** Of two public words on one leg in a batch: a mere rating or closing does not take away what is owed for the other. */
export function joinSaid(before: PublicSaid | undefined, said: PublicSaid): PublicSaid {
  if (!before || said.matter.owes !== false) return said;
  return before.matter.owes === false
    ? said
    : { ...before, matter: { ...before.matter, rating: said.matter.rating ?? before.matter.rating } };
}

/** Writes what is owed for public words of a batch, by leg: a standing duty is open again, else a new one begins. */
export async function writeDuties(ctx: Ctx, said: ReadonlyMap<string, PublicSaid>): Promise<void> {
  if (said.size === 0) return;
  const rows = [...said].map(([legId, { conversationId, inboxId, messageId, matter }]) => ({
    id: ctx.ids.uuid(),
    leg_id: legId,
    conversation_id: conversationId,
    inbox_id: inboxId,
    message_id: messageId,
    kind: matter.kind,
    url: matter.url ?? null,
    rating: matter.rating ?? null,
    due_at: matter.deadlineAt ?? null,
    owes: matter.owes !== false,
  }));
  const owed = owe(
    ctx,
    rows.filter((row) => row.owes),
  );
  const rated = rate(
    ctx,
    rows.filter((row) => !row.owes),
  );
  await Promise.all([owed, rated]);
}

type Row = { leg_id: string; rating: number | null };

async function owe(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const result = await ctx.client.query<{ id: string; conversation_id: string }>({
    name: 'owe_public',
    text: `INSERT INTO public_duties
        (org_id, id, leg_id, conversation_id, inbox_id, message_id, kind, url, rating, due_at, created_at)
      SELECT $1::uuid, r.id, r.leg_id, r.conversation_id, r.inbox_id, r.message_id, r.kind, r.url, r.rating, r.due_at, $3
      FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, leg_id uuid, conversation_id uuid, inbox_id uuid, message_id uuid,
        kind text, url text, rating real, due_at timestamptz)
      ON CONFLICT (org_id, leg_id) WHERE settled_at IS NULL DO UPDATE SET state = 'open', message_id = excluded.message_id,
        kind = excluded.kind, url = coalesce(excluded.url, public_duties.url),
        rating = coalesce(excluded.rating, public_duties.rating),
        -- The earliest deadline stands, a second word gives nobody more time; one that was met by an answer is over.
        due_at = CASE WHEN public_duties.state = 'answered' THEN excluded.due_at
          ELSE least(public_duties.due_at, excluded.due_at) END,
        warned_at = CASE WHEN public_duties.state = 'answered' THEN NULL ELSE public_duties.warned_at END
      RETURNING id, conversation_id`,
    values: [ctx.orgId, jsonOf(rows), ctx.clock.now()],
  });
  for (const row of result.rows)
    ctx.emit({
      name: 'duty.changed',
      facts: { conversationId: row.conversation_id, dutyId: row.id, state: 'open' },
    });
}

/** A rating given after the answer belongs to the duty it was about, and opens none. */
async function rate(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  const rated = rows.filter((row) => row.rating !== null);
  if (rated.length === 0) return;
  const result = await ctx.client.query<{ id: string; conversation_id: string; state: string }>({
    name: 'rate_public',
    text: `UPDATE public_duties d SET rating = r.rating
      FROM jsonb_to_recordset($2::jsonb) AS r(leg_id uuid, rating real)
      WHERE d.org_id = $1 AND d.leg_id = r.leg_id AND d.id = (SELECT l.id FROM public_duties l
        WHERE l.org_id = $1 AND l.leg_id = r.leg_id ORDER BY l.created_at DESC, l.id DESC LIMIT 1)
      RETURNING d.id, d.conversation_id, d.state`,
    values: [ctx.orgId, jsonOf(rated)],
  });
  for (const row of result.rows)
    ctx.emit({
      name: 'duty.changed',
      facts: { conversationId: row.conversation_id, dutyId: row.id, state: row.state },
    });
}

type Edited = { messageId: string; conversationId: string; matter: PublicMatter };

/** Public words that their author changed: an answer is owed to what stands there now. */
export async function writePublicEdits(ctx: Ctx, edits: readonly Edited[]): Promise<void> {
  if (edits.length === 0) return;
  const places = await ctx.db
    .selectFrom('messages')
    .select(['id', 'leg_id', 'inbox_id'])
    .where('org_id', '=', ctx.orgId)
    .where(
      'id',
      'in',
      edits.map((edit) => edit.messageId),
    )
    .execute();
  const placeOf = new Map(places.map((row) => [row.id, row]));
  const said = new Map<string, PublicSaid>();
  for (const { messageId, conversationId, matter } of edits) {
    const place = placeOf.get(messageId);
    if (!place?.leg_id || !place.inbox_id) continue;
    const now = { conversationId, inboxId: place.inbox_id, messageId, matter };
    said.set(place.leg_id, joinSaid(said.get(place.leg_id), now));
  }
  await writeDuties(ctx, said);
}
