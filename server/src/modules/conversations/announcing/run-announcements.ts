import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { reasonOf, settle, tell } from './tell.ts';

/** How many turns a minute has: what may be sent in one goes out in one. */
const turnsPerMinute = 12;

type Place = { org_id: string; id: string };
type Turn = { inboxId: string; customerIds: string[]; over: boolean };

/** Tells the next customers of every running announcement, as many as its pace allows; answers whether any is running. */
export async function runAnnouncements(kernel: Kernel): Promise<boolean> {
  const now = kernel.clock.now();
  const running = await kernel.database.asSystem((db) =>
    db
      .selectFrom('announcements')
      .select(['org_id', 'id', 'next_at'])
      .where('state', '=', 'running')
      .orderBy('next_at')
      .limit(50)
      .execute(),
  );
  for (const place of running) if (place.next_at <= now) await takeTurn(kernel, place);
  return running.length > 0;
}

const inOrg = <T>(kernel: Kernel, place: Place, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  inTransaction(kernel, systemActor(place.org_id), work);

async function takeTurn(kernel: Kernel, place: Place): Promise<void> {
  const turn = await inOrg(kernel, place, (ctx) => claim(ctx, place.id));
  if (!turn) return;
  for (const customerId of turn.customerIds) {
    const recipient = { announcementId: place.id, customerId };
    try {
      await inOrg(kernel, place, (ctx) => tell(ctx, recipient));
    } catch (error) {
      kernel.log.warn('a customer could not be told of an inbox', { error, announcementId: place.id });
      await inOrg(kernel, place, (ctx) => settle(ctx, recipient, { reason: reasonOf(error) }));
    }
  }
  await inOrg(kernel, place, async (ctx) => {
    const facts = { inboxId: turn.inboxId, announcementId: place.id };
    ctx.emit({ name: 'announcement.changed', facts });
  });
}

/** Takes the next turn: moving its time on first, so that two processes never take the same. Null when another was faster. */
async function claim(ctx: Ctx, id: string): Promise<Turn | null> {
  const now = ctx.clock.now();
  const row = await ctx.db
    .selectFrom('announcements')
    .select(['inbox_id', 'per_minute'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('next_at', '<=', now)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!row) return null;
  const many = Math.max(1, Math.floor(row.per_minute / turnsPerMinute));
  const waiting = await ctx.db
    .selectFrom('announcement_recipients')
    .select('customer_id')
    .where('org_id', '=', ctx.orgId)
    .where('announcement_id', '=', id)
    .where('state', '=', 'queued')
    .orderBy('customer_id')
    .limit(many)
    .execute();
  const over = waiting.length === 0;
  const next_at = new Date(now.getTime() + (many / row.per_minute) * 60_000);
  await ctx.db
    .updateTable('announcements')
    .set(over ? { state: 'done', ended_at: now } : { next_at })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  return { inboxId: row.inbox_id, customerIds: waiting.map((one) => one.customer_id), over };
}
