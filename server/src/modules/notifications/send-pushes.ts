import type { Locale } from '@meada/contract/primitives';
import type { PushPreferences } from '@meada/contract/push';
import { sql } from 'kysely';
import { type PersonActor, systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { Roster } from '../../kernel/live/roster.ts';
import type { PushKeys } from '../../kernel/web-push.ts';
import { actorOf } from '../people/index.ts';
import { isLooking } from './looking.ts';
import type { Ready, Row } from './pushes.ts';
import { isQuiet, nextTry, outcomeOf } from './rules.ts';
import { type Answer, speak } from './speak.ts';
import { dropSubscriptions, noteUse, type PushState, settlePush } from './store.ts';
import { textOf } from './texts.ts';
import { isFolded, toldOf } from './told.ts';
import { preferencesOfOne } from './views.ts';

const atOnce = 50;
const atATime = 5;
const mostMs = 3_600_000;

/**
 * Sends what is due, in all organisations. Answers after how many milliseconds the next one is; null when none is laid
 * (laying wakes). Several processes may do so at once.
 */
export async function sendPushes(kernel: Kernel, roster: Roster): Promise<number | null> {
  const due = await kernel.database.asSystem((db) =>
    db
      .selectFrom('pushes')
      .select(['org_id', 'subscription_id', 'event'])
      .where('state', '=', 'queued')
      .where('due_at', '<=', kernel.clock.now())
      .orderBy('due_at')
      .limit(atOnce)
      .execute(),
  );
  // Each holds a connection now and then: a few at a time.
  for (let at = 0; at < due.length; at += atATime)
    await Promise.all(due.slice(at, at + atATime).map((one) => sendOne(kernel, roster, one)));
  if (due.length === atOnce) return 0;
  return kernel.database.asSystem(async (db) => {
    const { rows } = await sql<{
      at: Date | null;
    }>`SELECT min(due_at) AS at FROM pushes WHERE state = 'queued'`.execute(db);
    const at = rows[0]?.at;
    return at ? Math.min(mostMs, Math.max(200, at.getTime() - kernel.clock.now().getTime())) : null;
  });
}

type Key = Pick<Row, 'org_id' | 'subscription_id' | 'event'>;

async function sendOne(kernel: Kernel, roster: Roster, key: Key): Promise<void> {
  const actor = systemActor(key.org_id);
  const to = await inTransaction(kernel, actor, (ctx) => whereTo(ctx, key.subscription_id));
  if (!to) return;
  const locale = await signedIn(kernel, key.org_id, to);
  const person = await actorOf(kernel, { orgId: key.org_id, personId: to.person_id });
  const recipient = locale && person ? { ...to, locale, person } : null;
  const ready = await inTransaction(kernel, actor, (ctx) =>
    prepare(ctx, key, { recipient, isLooking: isLooking(roster, key.org_id, to.person_id) }),
  );
  if (!ready) return;
  const answer = await speak(kernel, ready);
  await inTransaction(kernel, actor, (ctx) => settle(ctx, ready.row, answer));
}

type To = { person_id: string; session_id: string; sealed: string };
type Recipient = To & { locale: Locale; person: PersonActor };

const whereTo = (ctx: Ctx, id: string): Promise<To | undefined> =>
  ctx.db
    .selectFrom('push_subscriptions')
    .select(['person_id', 'session_id', 'sealed'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();

/** The person's language when the session lives and serves this organisation, where they still work; else null. */
async function signedIn(kernel: Kernel, orgId: string, to: To): Promise<Locale | null> {
  const { rows } = await kernel.database.asSystem((db) =>
    sql<{ locale: string }>`
      SELECT p.locale FROM sessions s
      JOIN memberships m ON m.person_id = s.person_id AND m.org_id = s.org_id AND m.active
      JOIN sign_ins p ON p.person_id = s.person_id
      WHERE s.id = ${to.session_id} AND s.person_id = ${to.person_id} AND s.org_id = ${orgId}
        AND s.expires_at > ${kernel.clock.now()}`.execute(db),
  );
  const locale = rows[0]?.locale;
  if (!locale) return null;
  return locale === 'en' || locale === 'es' ? locale : 'pt-BR';
}

/**
 * Takes a push that is still queued, and marks it as going out: from here on a process that dies leaves it unsent rather than
 * sent twice. Null when it is another's, or not to be sent.
 */
async function prepare(
  ctx: Ctx,
  key: Key,
  facts: { recipient: Recipient | null; isLooking: boolean },
): Promise<Ready | null> {
  const { rows } = await sql<Row>`
    UPDATE pushes SET state = 'sending', tries = tries + 1
    WHERE org_id = ${ctx.orgId} AND subscription_id = ${key.subscription_id} AND event = ${key.event}
      AND state = 'queued' RETURNING *`.execute(ctx.db);
  const [row] = rows;
  if (!row) return null;
  const { recipient } = facts;
  const preferences = recipient && (await preferencesOfOne(ctx, recipient.person_id));
  const state = recipient && preferences ? await leftOut(ctx, row, { ...facts, preferences }) : 'quiet';
  const told = recipient && !state ? await toldOf(ctx, row, recipient.person) : null;
  if (!recipient || !preferences || !told) {
    const name = { subscriptionId: row.subscription_id, event: row.event };
    await settlePush(ctx, name, { state: state ?? 'folded' });
    return null;
  }
  const opened = ctx.secrets.decrypt(recipient.sealed, `push ${row.subscription_id}`);
  const { endpoint, ...keys } = JSON.parse(opened) as PushKeys & { endpoint: string };
  return { row, endpoint, keys, text: JSON.stringify(textOf(told, recipient.locale, preferences.detail)) };
}

/** Why a push stays here; null when it goes out. One that is to show that it comes always does. */
async function leftOut(
  ctx: Ctx,
  row: Row,
  { isLooking, preferences }: { isLooking: boolean; preferences: PushPreferences },
): Promise<PushState | null> {
  if (row.kind === 'try') return null;
  if (row.ends_at <= ctx.clock.now() || (await isFolded(ctx, row))) return 'folded';
  return isLooking || isQuiet(ctx.clock.now(), preferences) ? 'quiet' : null;
}

async function settle(ctx: Ctx, row: Row, { status, retryAfter }: Answer): Promise<void> {
  const key = { subscriptionId: row.subscription_id, event: row.event };
  const outcome = outcomeOf(status);
  if (outcome === 'gone') {
    await dropSubscriptions(ctx, { id: row.subscription_id });
    return;
  }
  if (outcome === 'sent') {
    await noteUse(ctx, row.subscription_id);
    return settlePush(ctx, key, { state: 'sent' });
  }
  const now = ctx.clock.now();
  const dueAt = outcome === 'again' ? nextTry(now, row.tries, { retryAfter, endsAt: row.ends_at }) : null;
  if (outcome === 'failed') ctx.log.warn('a push service refused a push', { status, kind: row.kind });
  return settlePush(ctx, key, dueAt ? { state: 'queued', dueAt } : { state: 'failed' });
}
