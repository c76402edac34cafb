import { usualPush } from '@meada/contract/push';
import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import { sources } from './sources.ts';
import { dropSubscriptions, insertPushes, type NewPush } from './store.ts';
import { preferencesOf } from './views.ts';

/** What a customer writes comes in several messages: told as one (ms). An offer of work cannot wait. */
const gatherMs = 1500;

/** Lays what the log tells people of, and ends the subscriptions of sessions that are over. Seeing an event twice is no harm. */
export async function hearNews(kernel: Kernel, events: readonly LoggedEvent[]): Promise<void> {
  const about = events.filter(
    (event) => event.name === 'session.ended' || sources.some((source) => source.about(event)),
  );
  for (const [orgId, list] of Map.groupBy(about, (event) => event.orgId)) {
    const laid = await inTransaction(kernel, systemActor(orgId), (ctx) => hearOne(ctx, list));
    if (laid > 0) kernel.bus.wake('pushes');
  }
}

async function hearOne(ctx: Ctx, events: readonly LoggedEvent[]): Promise<number> {
  for (const { name, facts } of events) {
    if (name !== 'session.ended' || typeof facts.personId !== 'string') continue;
    const sessionId = typeof facts.sessionId === 'string' ? facts.sessionId : undefined;
    await dropSubscriptions(ctx, { personId: facts.personId, sessionId });
  }
  // Most firms push nobody: one look ends it.
  const devices = await allDevices(ctx);
  if (devices.size === 0) return 0;
  const list: NewPush[] = [];
  for (const source of sources) {
    const mine = events.filter(source.about);
    if (mine.length === 0) continue;
    const found = (await source.people(ctx, mine)).filter(({ personId }) => devices.has(personId));
    const preferences = await preferencesOf(
      ctx,
      found.map(({ personId }) => personId),
    );
    for (const { event, personId, subjectId } of found) {
      if (!(preferences.get(personId) ?? usualPush).kinds.includes(source.kind)) continue;
      const dueAt = new Date(ctx.clock.now().getTime() + (source.kind === 'offer' ? 0 : gatherMs));
      const happened = Math.min(event.at.getTime(), ctx.clock.now().getTime());
      const endsAt = new Date(happened + source.lastsMs);
      // Read long after it happened (the worker stood still): of no use any more.
      if (endsAt <= dueAt) continue;
      const about = { kind: source.kind, conversationId: event.conversationId, subjectId, dueAt, endsAt };
      const name = `${String(event.id).padStart(16, '0')} ${source.kind}`;
      for (const subscriptionId of devices.get(personId) ?? [])
        list.push({ subscriptionId, event: name, ...about });
    }
  }
  await insertPushes(ctx, list);
  return list.length;
}

async function allDevices(ctx: Ctx): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; personId: string }>`
    SELECT id, person_id AS "personId" FROM push_subscriptions WHERE org_id = ${ctx.orgId}`.execute(ctx.db);
  const byPerson = new Map<string, string[]>();
  for (const { id, personId } of rows) byPerson.set(personId, [...(byPerson.get(personId) ?? []), id]);
  return byPerson;
}
