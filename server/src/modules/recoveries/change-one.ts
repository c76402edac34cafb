import type { Abandonment, changeAbandonment as route } from '@meada/contract/routes/abandonments';
import { sql } from 'kysely';
import { actorKey } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { conflict, found, refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { deactivated } from '../people/index.ts';
import { liftAskedNot, noteAskedNot } from './ask-not.ts';
import { comesBackMs } from './rules.ts';
import { tellAbandonment } from './store.ts';
import { abandonmentById, seenAbandonments } from './views.ts';

type Change = Pick<Input<typeof route>, 'body'>;
type Locked = {
  id: string;
  kind: Abandonment['kind'];
  state: Abandonment['state'];
  customer_id: string;
  conversation_id: string | null;
  tries: number;
  reason: Abandonment['reason'];
  settled_at: Date | null;
};

/** Throws what is wrong with a change, whatever it is done to. */
export async function requireSense(ctx: Ctx, { assigneeId, laterAt }: Change['body']): Promise<void> {
  if (assigneeId) await requirePerson(ctx, assigneeId);
  if (laterAt && new Date(laterAt) <= ctx.clock.now())
    throw refused('This moment has passed.', 'body.laterAt');
}

/** Changes one. Throws `not_found`, and `conflict` when it has ended. */
export async function changeOne(ctx: Ctx, id: string, body: Change['body']): Promise<Abandonment> {
  const row = await lock(ctx, id);
  const reopens = body.dismissed === null && row.state === 'dismissed';
  if (!reopens && !['open', 'tried'].includes(row.state)) throw conflict('This has ended already.');
  const state = body.dismissed ? 'dismissed' : reopens ? (row.tries > 0 ? 'tried' : 'open') : row.state;
  if (reopens) await requireAlone(ctx, row);
  const now = ctx.clock.now();
  await ctx.db
    .updateTable('abandonments')
    .set({
      state,
      ...(body.assigneeId === undefined ? {} : { assignee_id: body.assigneeId }),
      ...(body.laterAt === undefined ? {} : { later_at: body.laterAt }),
      ...(body.dismissed ? { reason: body.dismissed, settled_at: now, settled_by: actorKey(ctx.actor) } : {}),
      ...(reopens
        ? { reason: null, settled_at: null, settled_by: null, ends_at: new Date(now.getTime() + comesBackMs) }
        : {}),
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', row.id)
    .execute();
  if (body.dismissed === 'asked_not') await noteAskedNot(ctx, row.customer_id);
  if (reopens && row.reason === 'asked_not' && row.settled_at)
    await liftAskedNot(ctx, row.customer_id, row.settled_at);
  tellAbandonment(ctx, { ...row, state });
  return abandonmentById(ctx, row.id);
}

async function lock(ctx: Ctx, id: string): Promise<Locked> {
  const { rows } = await sql<Locked>`
    SELECT a.id, a.kind, a.state, a.customer_id, a.conversation_id, a.tries, a.reason, a.settled_at
    FROM abandonments a
    LEFT JOIN conversations c ON c.org_id = a.org_id AND c.id = a.conversation_id
    WHERE a.org_id = ${ctx.orgId} AND a.id = ${id} AND ${seenAbandonments(ctx)} FOR UPDATE OF a`.execute(
    ctx.db,
  );
  return found(rows[0], 'abandonment');
}

async function requirePerson(ctx: Ctx, id: string): Promise<void> {
  const row = await ctx.db
    .selectFrom('members')
    .select('active')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!found(row, 'person').active) throw deactivated('body.assigneeId');
}

/** Left once more in the meantime: that one stands for both. */
async function requireAlone(ctx: Ctx, row: Locked): Promise<void> {
  if (row.conversation_id === null) return;
  const other = await ctx.db
    .selectFrom('abandonments')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('conversation_id', '=', row.conversation_id)
    .where('settled_at', 'is', null)
    .executeTakeFirst();
  if (other) throw conflict('Another one of this conversation is open.');
}
