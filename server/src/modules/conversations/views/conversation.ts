import type { ParticipantRole } from '@meada/contract/channels';
import type { Conversation } from '@meada/contract/routes/conversations';
import { sql } from 'kysely';
import { actorKey } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { customerRefs, type FieldValues, shownValues } from '../../customers/index.ts';
import { readProtocol } from '../protocol.ts';
import { type DutyRow, dutiesJson, dutyOf } from '../public/views.ts';
import { scheduledIn } from '../scheduling/views.ts';
import { seenBy } from '../visibility.ts';
import { type ItemRow, isoOf, itemColumns, itemOf, itemTables } from './items.ts';
import { type IdentityJson, identityJson, identityOf, legOf, legRows } from './legs.ts';
import { writtenFrom } from './written-from.ts';

type Draft = { text: string; html: string | null; leg_id: string | null; internal: boolean; at: string };
type Row = ItemRow & {
  custom_fields: FieldValues;
  follower_ids: string[];
  bots_paused: boolean;
  snooze: Conversation['snooze'];
  participants: { id: string; role: ParticipantRole; customerId: string; identity: IdentityJson }[] | null;
  duties: DutyRow[] | null;
  draft: Draft | null;
  copied: { value: string; name?: string }[] | null;
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Who got copies of the newest mail for which somebody chose. */
const copiedJson = sql`(SELECT (SELECT jsonb_agg(one.c - 'kind') FROM jsonb_array_elements(e.cc) AS one(c))
        FROM messages m JOIN message_envelopes e ON e.org_id = m.org_id AND e.message_id = m.id
        WHERE m.org_id = c.org_id AND m.conversation_id = c.id ORDER BY m.seq DESC LIMIT 1)`;

/** Who put it aside, until what, and why. */
const snoozeJson = sql`CASE WHEN c.status = 'snoozed' THEN jsonb_build_object('event', c.snooze_event, 'note', c.snooze_note,
  'by', (SELECT jsonb_build_object('id', p.id, 'name', p.name) FROM members p WHERE p.org_id = c.org_id AND p.id = c.snoozed_by))
  END`;

/** One conversation by id or protocol number, with participants, legs and the reader's draft; 404 when it is not seen. */
export async function readOne(ctx: Ctx, idOrProtocol: string): Promise<Conversation> {
  const which = uuid.test(idOrProtocol)
    ? sql`c.id = ${idOrProtocol}::uuid`
    : sql`c.protocol = ${found(readProtocol(idOrProtocol), 'conversation')}`;
  const personId = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  const result = await sql<Row>`
    SELECT ${itemColumns}, c.custom_fields, c.bots_paused,
      (SELECT jsonb_agg(jsonb_build_object('id', p.id, 'role', p.role, 'customerId', i.customer_id,
          'identity', ${identityJson('i')}) ORDER BY p.role = 'requester' DESC, p.created_at, p.id)
        FROM participants p
        JOIN identities i ON i.org_id = p.org_id AND i.id = p.identity_id
        WHERE p.org_id = c.org_id AND p.conversation_id = c.id) AS participants,
      (SELECT jsonb_build_object('text', d.text, 'html', d.html, 'leg_id', d.leg_id, 'internal', d.internal, 'at', d.at)
        FROM drafts d WHERE d.org_id = c.org_id AND d.conversation_id = c.id AND d.person_id = ${personId}) AS draft,
      ${copiedJson} AS copied,
      ${snoozeJson} AS snooze,
      ${dutiesJson} AS duties
    FROM ${itemTables(actorKey(ctx.actor))}
    WHERE c.org_id = ${ctx.orgId} AND ${which} AND ${seenBy(ctx.actor)}`.execute(ctx.db);
  const row = found(result.rows[0], 'conversation');
  const people = row.participants ?? [];
  const [legs, refs, written, scheduled] = await Promise.all([
    legRows(ctx, row.id),
    customerRefs(ctx, [row.customer_id, ...people.map((item) => item.customerId)]),
    writtenFrom(ctx, { id: row.id, customerId: row.customer_id }),
    scheduledIn(ctx, row.id),
  ]);
  return {
    ...itemOf(row, refs),
    customFields: await shownValues(ctx, 'conversation', row.custom_fields),
    followerIds: row.follower_ids,
    participants: people.map((item) => ({
      id: item.id,
      role: item.role,
      customer: found(refs.get(item.customerId), 'customer'),
      identity: identityOf(ctx, item.identity),
    })),
    legs: legs.map((leg, index) => legOf(ctx, leg, index === 0)),
    writtenFrom: written,
    copied: row.copied,
    botsPaused: row.bots_paused,
    duties: (row.duties ?? []).map(dutyOf),
    scheduled,
    snooze: row.snooze,
    draft: row.draft && draftOf(row.draft),
  };
}

const draftOf = ({ leg_id: legId, at, ...draft }: Draft) => ({
  ...draft,
  legId,
  at: isoOf(new Date(at)) ?? at,
});
