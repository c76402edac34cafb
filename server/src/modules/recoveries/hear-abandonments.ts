import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import { comesBackMs, leavingPace } from './rules.ts';
import { insertAbandonments, updateStanding } from './store.ts';

/**
 * Follows the log: what we write or call is a try, what the customer writes or reads after leaving is a coming back, and
 * who was never answered or never reached by telephone has been abandoned. Twice over an event does no harm.
 */
export async function hearAbandonments(kernel: Kernel, events: readonly LoggedEvent[]): Promise<void> {
  const told = events.flatMap((event) => {
    const step = stepOf(event);
    return step ? [{ event, step }] : [];
  });
  for (const [orgId, list] of Map.groupBy(told, ({ event }) => event.orgId))
    await inTransaction(kernel, systemActor(orgId), async (ctx) => {
      // In the order in which it happened: an answer after a try is not one before it.
      for (const run of runsOf(list)) await run.step(ctx, run.events);
    });
}

type Step = (ctx: Ctx, events: readonly LoggedEvent[]) => Promise<void>;
type Told = { event: LoggedEvent; step: Step };

/** Neighbours that are dealt with alike go together. */
function runsOf(list: readonly Told[]): { step: Step; events: LoggedEvent[] }[] {
  const runs: { step: Step; events: LoggedEvent[] }[] = [];
  for (const { event, step } of list) {
    const last = runs.at(-1);
    if (last?.step === step) last.events.push(event);
    else runs.push({ step, events: [event] });
  }
  return runs;
}

function stepOf({ name, facts }: LoggedEvent): Step | null {
  if (name === 'message.created' && facts.automatic === 'no') {
    if (facts.authorKind === 'customer') return cameBack;
    if (facts.authorKind === 'person' && facts.visibility !== 'internal') return wasTried;
  }
  if (name === 'message.changed' && facts.what === 'dispatch') return wasRead;
  if (name === 'conversation.changed' && (facts.what as string[]).includes('status')) return closedUnanswered;
  if (name === 'callback.changed')
    return facts.state === 'failed' ? callFailed : facts.state === 'open' ? wasCalled : null;
  if (name === 'wait.changed' && facts.what === 'failed') return placeFailed;
  if (name === 'customer.erased') return wasErased;
  return null;
}

const idsOf = (events: readonly LoggedEvent[], fact: string): string[] => [
  ...new Set(events.map(({ facts }) => String(facts[fact]))),
];

/**
 * Messages as `m`, a row for everybody merged with the customer of their conversation: an answer over any address is one.
 * Joined from the few messages outwards, so that what stands open elsewhere is not looked at.
 */
const said = (ctx: Ctx, messageIds: readonly string[]) => sql`(
  SELECT s.org_id, s.id, s.at, CASE s.author_kind WHEN 'customer' THEN s.at ELSE 'infinity' END AS said_at, s.author_kind, s.inbox_id, g.id AS customer_id
  FROM messages s JOIN conversations c ON c.org_id = s.org_id AND c.id = s.conversation_id
  JOIN customers o ON o.org_id = c.org_id AND o.id = c.customer_id
  JOIN customers g ON g.org_id = o.org_id AND g.canonical_id = o.canonical_id
  WHERE s.org_id = ${ctx.orgId} AND s.id = ANY(${[...messageIds]}::uuid[])) m`;

/** When what counts last happened: they left, or were written to or called. */
const lastAt = sql`a.ends_at - ${comesBackMs} * interval '1 ms'`;

/** Messages of people of ours. */
const wasTried: Step = async (ctx, events) => {
  await updateStanding(
    ctx,
    sql`state = 'tried', tries = a.tries + t.n, tried_at = coalesce(a.tried_at, t.first), tried_inbox_id = t.way,
      later_at = NULL, ends_at = t.last + ${comesBackMs} * interval '1 ms'
      FROM (SELECT a.id, count(*)::int AS n, min(m.at) AS first, max(m.at) AS last,
          (array_agg(m.inbox_id ORDER BY m.at DESC))[1] AS way
        FROM ${said(ctx, idsOf(events, 'messageId'))}
        JOIN abandonments a ON a.org_id = m.org_id AND a.customer_id = m.customer_id AND a.settled_at IS NULL
          AND m.at > ${lastAt}
        GROUP BY a.id) t`,
    sql`a.id = t.id`,
  );
};

const cameBack: Step = (ctx, events) => settleBy(ctx, idsOf(events, 'messageId'), sql`m.at > a.at`);

/** What was answered into an empty chat counts once it was read there. */
const wasRead: Step = async (ctx, events) =>
  settleBy(
    ctx,
    idsOf(events, 'messageId'),
    sql`a.kind IN ('chat_left', 'place_failed') AND m.author_kind = 'person' AND EXISTS (SELECT FROM dispatches d
      WHERE d.org_id = m.org_id AND d.message_id = m.id AND d.state = 'read' AND d.updated_at > a.at)`,
  );

async function settleBy(
  ctx: Ctx,
  messageIds: readonly string[],
  when: ReturnType<typeof sql>,
): Promise<void> {
  await updateStanding(
    ctx,
    // What they wrote before our word, and what reached us late, is no answer to it. Platforms tell whole seconds.
    sql`state = CASE WHEN a.tried_at <= t.said_at + interval '1 second' THEN 'recovered' ELSE 'returned' END,
      settled_at = ${ctx.clock.now()}
      FROM (SELECT a.id, min(m.said_at) AS said_at FROM ${said(ctx, messageIds)}
        JOIN abandonments a ON a.org_id = m.org_id AND a.customer_id = m.customer_id AND a.settled_at IS NULL AND ${when}
        GROUP BY a.id) t`,
    sql`a.id = t.id`,
  );
}

/** A call that nobody answered is a try, too. */
const wasCalled: Step = async (ctx, events) => {
  for (const { facts, at } of events)
    await updateStanding(
      ctx,
      sql`state = 'tried', tries = a.tries + 1, tried_at = coalesce(a.tried_at, ${at}), tried_inbox_id = NULL, later_at = NULL,
        ends_at = ${at}::timestamptz + ${comesBackMs} * interval '1 ms'
        FROM callbacks b`,
      sql`b.org_id = a.org_id AND b.id = ${String(facts.callbackId)} AND b.tries > 0 AND a.conversation_id = b.conversation_id
        AND ${at} > ${lastAt}`,
    );
};

const callFailed: Step = (ctx, events) =>
  insertAbandonments(
    ctx,
    'callback_failed',
    events.map(({ facts, at }) => ({
      conversationId: String(facts.conversationId),
      at,
      waitedSeconds: null,
    })),
  );

/** Went because their place was kept, and could not be written to. Who spoke just now is still there. */
const placeFailed: Step = async (ctx, events) => {
  const { rows } = await sql<{ conversationId: string; at: Date; waitedSeconds: number }>`
    SELECT k.conversation_id AS "conversationId", max(k.settled_at) AS at,
      extract(epoch FROM max(k.settled_at) - min(k.created_at))::int AS "waitedSeconds"
    FROM kept_places k JOIN conversations c ON c.org_id = k.org_id AND c.id = k.conversation_id AND c.status <> 'resolved'
    WHERE k.org_id = ${ctx.orgId} AND k.conversation_id = ANY(${idsOf(events, 'conversationId')}::uuid[]) AND k.state = 'failed'
      AND NOT EXISTS (SELECT FROM messages m WHERE m.org_id = k.org_id AND m.conversation_id = k.conversation_id
        AND m.author_kind = 'customer' AND m.at > k.settled_at - ${leavingPace.goneMs} * interval '1 ms')
    GROUP BY k.conversation_id`.execute(ctx.db);
  await insertAbandonments(ctx, 'place_failed', rows);
};

/**
 * Closed though nobody of ours ever said a word there: somebody waited in vain. Only where people wait at the other end;
 * mail that needs no answer is closed all day long.
 */
const closedUnanswered: Step = async (ctx, events) => {
  const live = [...ctx.ports.channels.values()].flatMap(({ manifest }) =>
    manifest.capabilities.class === 'real_time' ? [manifest.id] : [],
  );
  const { rows } = await sql<{ conversationId: string; at: Date; waitedSeconds: number }>`
      SELECT c.id AS "conversationId", c.resolved_at AS at,
        extract(epoch FROM c.resolved_at - f.at)::int AS "waitedSeconds"
      FROM conversations c
      CROSS JOIN LATERAL (SELECT m.at FROM messages m WHERE m.org_id = c.org_id AND m.conversation_id = c.id
        AND m.author_kind = 'customer' AND m.automatic = 'no' ORDER BY m.seq LIMIT 1) f
      WHERE c.org_id = ${ctx.orgId} AND c.id = ANY(${idsOf(events, 'conversationId')}::uuid[]) AND c.status = 'resolved'
        AND c.channel = ANY(${live}::text[])
        AND NOT EXISTS (SELECT FROM messages m WHERE m.org_id = c.org_id AND m.conversation_id = c.id
          AND m.author_kind IN ('person', 'bot') AND (m.visibility <> 'internal' OR m.content->>'kind' = 'call'))
        AND NOT EXISTS (SELECT FROM public_duties d WHERE d.org_id = c.org_id AND d.conversation_id = c.id)
        AND NOT EXISTS (SELECT FROM regroupings g WHERE g.org_id = c.org_id AND g.from_id = c.id AND g.undone_at IS NULL)`.execute(
    ctx.db,
  );
  await insertAbandonments(ctx, 'unanswered', rows);
};

const wasErased: Step = async (ctx, events) => {
  await updateStanding(
    ctx,
    sql`state = 'dismissed', reason = 'asked_not', settled_at = ${ctx.clock.now()}`,
    sql`a.customer_id IN (SELECT g.id FROM customers o JOIN customers g ON g.org_id = o.org_id
      AND g.canonical_id = o.canonical_id WHERE o.org_id = a.org_id AND o.id = ANY(${idsOf(events, 'customerId')}::uuid[]))`,
  );
};
