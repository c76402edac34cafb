import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { loop, type Tail } from '../../../kernel/events/tail.ts';
import { ioOf, type LoadedInbox, loadInbox } from '../../inboxes/index.ts';
import { buildOutbound, type ClaimedDispatch } from './outbound.ts';

/**
 * Copies of sent messages for the account's own Sent folder. That one is wanted is written down before the message leaves,
 * so that a crash behind it loses none; the plug-in looks for each before it lays it, so that none lies there twice.
 */
const topic = 'sent copies';
/** Whoever takes copies has them for this long, seconds. */
const holdSeconds = 600;
/** Pause after the folder was out of reach, seconds: doubled each time, an hour at most. */
const pause = { first: 30, longest: 3600 };
const triesAtMost = 12;
/** What has not gone out after this was never sent, days. */
const waitedDays = 7;
const atOnce = 50;
const lookMs = 60_000;

/** Writes down that a copy of this message is wanted, where the plug-in says so. */
export async function wantCopy(kernel: Kernel, inbox: LoadedInbox, { id }: ClaimedDispatch): Promise<void> {
  if (!inbox.plugin.copies?.wanted(ioOf(kernel, inbox))) return;
  const now = kernel.clock.now();
  await inTransaction(kernel, systemActor(inbox.orgId), (ctx) =>
    ctx.db
      .insertInto('sent_copies')
      .values({ org_id: ctx.orgId, dispatch_id: id, inbox_id: inbox.id, due_at: now, created_at: now })
      .onConflict((known) => known.doNothing())
      .execute(),
  ).catch((error: unknown) => {
    // The message matters more than its copy.
    kernel.log.warn('a copy for the Sent folder was not noted', { error, dispatchId: id });
  });
}

/** A message went out: its copy is looked after at once. */
export const wakeCopies = (kernel: Kernel): void => void kernel.bus.wake(topic);

/** Lays what waits, whenever something was sent and once a minute. */
export const startCopies = (kernel: Kernel): Tail =>
  loop(kernel, topic, async () => {
    await layCopies(kernel);
    return lookMs;
  });

type Taken = ClaimedDispatch & { sentAt: Date };

/** Lays the copies that are due, an inbox at a time; one out of reach is tried again later, each time later. */
export async function layCopies(kernel: Kernel): Promise<void> {
  const now = kernel.clock.now();
  const places = await kernel.database.asSystem((db) =>
    db
      .selectFrom('sent_copies')
      .select(['org_id', 'inbox_id'])
      .where('due_at', '<=', now)
      .distinct()
      .limit(200)
      .execute(),
  );
  for (const place of places) {
    const inbox = await loadInbox(kernel, place.org_id, place.inbox_id);
    if (inbox?.active) await layOf(kernel, inbox);
  }
}

async function layOf(kernel: Kernel, inbox: LoadedInbox): Promise<void> {
  const taken = await take(kernel, inbox);
  const { copies } = inbox.plugin;
  if (taken.length === 0) return;
  const gone: string[] = [];
  const list = [];
  for (const dispatch of taken) {
    const message = await buildOutbound(kernel, inbox, dispatch);
    if (message && copies) list.push({ message, sentAt: dispatch.sentAt });
    else gone.push(dispatch.id);
  }
  try {
    await copies?.lay(list, ioOf(kernel, inbox), (dispatchId) => void gone.push(dispatchId));
  } catch (error) {
    kernel.log.warn('copies for the Sent folder wait', { error, inboxId: inbox.id, count: list.length });
    await putOff(kernel, inbox, taken);
  }
  await forget(kernel, inbox, gone);
}

/** Takes the copies of what went out; those of what never did are no copies. */
function take(kernel: Kernel, inbox: LoadedInbox): Promise<Taken[]> {
  return inTransaction(kernel, systemActor(inbox.orgId), async (ctx) => {
    const now = ctx.clock.now();
    const since = new Date(now.getTime() - waitedDays * 86_400_000);
    await sql`DELETE FROM sent_copies k USING dispatches d
      WHERE k.org_id = ${ctx.orgId} AND k.inbox_id = ${inbox.id} AND d.org_id = k.org_id AND d.id = k.dispatch_id
        AND (k.attempts >= ${triesAtMost} OR k.created_at < ${since}
          OR (d.state = 'failed' AND d.external_id IS NULL))`.execute(ctx.db);
    const { rows } = await sql<Taken>`
      UPDATE sent_copies k SET attempts = k.attempts + 1,
        due_at = ${now}::timestamptz + ${holdSeconds} * interval '1 second'
      FROM (SELECT w.dispatch_id FROM sent_copies w
        JOIN dispatches s ON s.org_id = w.org_id AND s.id = w.dispatch_id AND s.external_id IS NOT NULL
          AND s.state IN ('sent', 'delivered', 'read', 'failed')
        WHERE w.org_id = ${ctx.orgId} AND w.inbox_id = ${inbox.id} AND w.due_at <= ${now}
        ORDER BY w.created_at LIMIT ${atOnce} FOR UPDATE OF w SKIP LOCKED) AS due,
        dispatches d, legs l, identities i
      WHERE k.org_id = ${ctx.orgId} AND k.dispatch_id = due.dispatch_id AND d.org_id = k.org_id AND d.id = k.dispatch_id
        AND l.org_id = d.org_id AND l.id = d.leg_id AND i.org_id = l.org_id AND i.id = l.identity_id
      RETURNING d.id, d.message_id AS "messageId", d.conversation_id AS "conversationId", d.leg_id AS "legId",
        l.identity_id AS "identityId", i.match_key AS address, d.attempts, coalesce(d.sent_at, d.updated_at) AS "sentAt"`.execute(
      ctx.db,
    );
    return rows;
  });
}

async function putOff(kernel: Kernel, inbox: LoadedInbox, taken: readonly Taken[]): Promise<void> {
  const ids = taken.map((one) => one.id);
  await inTransaction(kernel, systemActor(inbox.orgId), (ctx) =>
    sql`UPDATE sent_copies SET due_at = ${ctx.clock.now()}::timestamptz
        + least(${pause.first} * power(2, attempts - 1), ${pause.longest}) * interval '1 second'
      WHERE org_id = ${ctx.orgId} AND dispatch_id = ANY(${ids}::uuid[])`.execute(ctx.db),
  );
}

async function forget(kernel: Kernel, inbox: LoadedInbox, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await inTransaction(kernel, systemActor(inbox.orgId), (ctx) =>
    ctx.db
      .deleteFrom('sent_copies')
      .where('org_id', '=', ctx.orgId)
      .where('dispatch_id', 'in', [...ids])
      .execute(),
  );
}
