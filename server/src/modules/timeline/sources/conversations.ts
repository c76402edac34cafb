import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';
import { type Line, lineOf, type TimelineSource } from '../registry.ts';

/** Facts of the log worth showing; the rest are ids the line has already. */
const shownFacts = ['inboxId', 'what'];

const kept = (facts: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => shownFacts.includes(name)));

const isNote = ({ name, facts }: LoggedEvent): boolean =>
  name === 'message.created' && facts.authorKind === 'system' && facts.visibility === 'internal';
const isStatus = ({ name, facts }: LoggedEvent): boolean =>
  name === 'conversation.changed' && Array.isArray(facts.what) && facts.what.includes('status');

type Told = { id: string; code: string | null };

/** Codes of what the house noted: a line is called by them. */
async function codesOf(ctx: Ctx, events: readonly LoggedEvent[]): Promise<Map<string, string>> {
  const ids = events.filter(isNote).map((event) => String(event.facts.messageId));
  const result = await sql<Told>`
    SELECT id, content->>'code' AS code FROM messages WHERE org_id = ${ctx.orgId} AND id = ANY (${ids}::uuid[])`.execute(
    ctx.db,
  );
  return new Map(result.rows.map(({ id, code }) => [id, code ?? 'noted']));
}

/** Changes of status that a note of the same transaction tells already. */
async function toldByNotes(ctx: Ctx, events: readonly LoggedEvent[]): Promise<Set<number>> {
  const ids = events.filter(isStatus).map((event) => event.id);
  const result = await sql<{ id: number }>`
    SELECT e.id FROM events e WHERE e.org_id = ${ctx.orgId} AND e.id = ANY (${ids}::bigint[]) AND EXISTS (
      SELECT FROM events n WHERE n.org_id = e.org_id AND n.conversation_id = e.conversation_id AND n.tx = e.tx
        AND n.name = 'message.created' AND n.facts->>'authorKind' = 'system')`.execute(ctx.db);
  return new Set(result.rows.map(({ id }) => id));
}

async function ownersOf(ctx: Ctx, events: readonly LoggedEvent[]): Promise<Map<string, string>> {
  const ids = [...new Set(events.map((event) => event.conversationId))];
  const result = await sql<{ id: string; customer_id: string }>`
    SELECT id, customer_id FROM conversations WHERE org_id = ${ctx.orgId} AND id = ANY (${ids}::uuid[])`.execute(
    ctx.db,
  );
  return new Map(result.rows.map((row) => [row.id, row.customer_id]));
}

async function lines(ctx: Ctx, events: readonly LoggedEvent[]): Promise<Line[]> {
  const own = events.filter((event) =>
    event.name === 'message.created' || event.name === 'conversation.changed'
      ? isNote(event) || isStatus(event)
      : true,
  );
  if (own.length === 0) return [];
  const codes = await codesOf(ctx, own);
  const told = await toldByNotes(ctx, own);
  const owners = await ownersOf(ctx, own);
  return own.flatMap((event) => {
    const customerId = owners.get(event.conversationId ?? '');
    if (!customerId || told.has(event.id)) return [];
    const messageId = isNote(event) ? String(event.facts.messageId) : null;
    // Ratings have lines of their own, which go when they are taken back.
    if (messageId && codes.get(messageId)?.startsWith('survey_')) return [];
    const inboxId = typeof event.facts.inboxId === 'string' ? event.facts.inboxId : null;
    return [
      lineOf(event, {
        customerId,
        kind: 'conversation',
        key: `event:${event.id}`,
        name: messageId ? `conversation.${codes.get(messageId) ?? 'noted'}` : event.name,
        inboxId,
        facts: kept(event.facts),
      }),
    ];
  });
}

/** Conversations begun, led to another channel, resolved, handed over … */
export const conversationLines: TimelineSource = {
  kinds: ['conversation'],
  events: ['conversation.created', 'conversation.switched', 'conversation.changed', 'message.created'],
  lines,
};
