import type { ConversationScope } from '@meada/contract/permissions';
import { sql } from 'kysely';
import type { PersonActor } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { sees } from '../conversations/index.ts';
import { customerRefs } from '../customers/index.ts';
import type { Row } from './pushes.ts';
import type { Told } from './texts.ts';

/** A newer word on the same matter waits for the same browser: it stands for this one. */
export async function isFolded(ctx: Ctx, row: Row): Promise<boolean> {
  if (!row.conversation_id) return false;
  const { rows } = await sql`
    SELECT 1 FROM pushes WHERE org_id = ${ctx.orgId} AND subscription_id = ${row.subscription_id}
      AND conversation_id = ${row.conversation_id} AND state = 'queued' AND kind = ${row.kind}
      AND (at, event) > (${row.at}, ${row.event}) LIMIT 1`.execute(ctx.db);
  return rows.length > 0;
}

/** What is told, or null when the person may not see it (any more) or has read it. */
export async function toldOf(ctx: Ctx, row: Row, person: PersonActor): Promise<Told | null> {
  const organisation = await ctx.db
    .selectFrom('organisations')
    .select('name')
    .where('id', '=', ctx.orgId)
    .executeTakeFirstOrThrow();
  const base = {
    kind: row.kind,
    conversationId: row.conversation_id,
    subjectId: row.subject_id,
    organisation: organisation.name,
    at: row.at,
  };
  if (!row.conversation_id) return { ...base, name: null, said: null };
  const { rows } = await sql<Seen>`
    SELECT c.assignee_id AS "assigneeId", c.team_id AS "teamId", c.follower_ids AS "followerIds", c.guest_id AS "guestId",
      c.customer_id AS "customerId", m.seq, m.content->>'text' AS said, coalesce(r.seq, 0) AS read,
      d.state AS fate
    FROM conversations c
    LEFT JOIN messages m ON m.org_id = c.org_id AND m.conversation_id = c.id AND m.id = ${row.subject_id}
    LEFT JOIN dispatches d ON d.org_id = c.org_id AND d.message_id = m.id
    LEFT JOIN read_marks r ON r.org_id = c.org_id AND r.conversation_id = c.id AND r.reader = ${`person:${person.id}`}
    WHERE c.org_id = ${ctx.orgId} AND c.id = ${row.conversation_id}`.execute(ctx.db);
  const [seen] = rows;
  if (!seen) return null;
  const isSeen = sees(person, seen) || (row.kind === 'offer' && (await isOffered(ctx, row, person)));
  // Their own words did not go out, perhaps because of just that: they hear of it, and of nobody.
  const isOwn = row.kind === 'scheduled';
  const unsure = isOwn && seen.fate === 'unknown';
  // It has arrived meanwhile, or is on its way once more.
  if (isOwn && seen.fate !== null && seen.fate !== 'failed' && !unsure) return null;
  if (isOwn && !isSeen) return { ...base, unsure, name: null, said: null };
  if (!isSeen) return null;
  if (!isOwn && seen.seq !== null && seen.seq <= seen.read) return null;
  const customer = (await customerRefs(ctx, [seen.customerId])).get(seen.customerId);
  return { ...base, unsure, name: customer ? (customer.name ?? customer.display) : null, said: seen.said };
}

/** Who is asked to take work may not see it before they do: told of it for as long as they are asked. */
async function isOffered(ctx: Ctx, row: Row, person: PersonActor): Promise<boolean> {
  const item = await ctx.db
    .selectFrom('work_items')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', row.subject_id)
    .where('agent_id', '=', person.id)
    .where('state', '=', 'offered')
    .executeTakeFirst();
  return item !== undefined;
}

type Seen = ConversationScope & {
  customerId: string;
  seq: number | null;
  said: string | null;
  read: number;
  fate: string | null;
};
