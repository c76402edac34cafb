import type { ResponseOf } from '@meada/contract/route';
import type { makeResetLink as route } from '@meada/contract/routes/people';
import { permit } from '../../kernel/actor.ts';
import { type Ctx, inTransaction } from '../../kernel/ctx.ts';
import { Failure, found, refused } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { everServed } from './directory.ts';
import { personOf } from './person-of.ts';
import { lifetimes, rankOf, resetLink } from './rules.ts';
import { makeTicket } from './tickets.ts';

/**
 * A reset link to hand over where no mail goes out: for people below the actor, by an owner for everybody. Not for who
 * serves another organisation too: their sign-in is not this house's alone. Works once, for a day; a second factor is
 * still asked for afterwards.
 */
export async function makeResetLink(
  call: Call,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<ResponseOf<typeof route>> {
  const { kernel } = call;
  const actor = personOf(call.actor);
  const personId = input.params.id;
  await inTransaction(kernel, actor, (ctx) => check(ctx, personId));
  const served = await kernel.database.asSystem((db) => everServed(db, personId));
  if (served.some((orgId) => orgId !== actor.orgId)) {
    throw refused('This person serves another organisation, too, and must ask for the link by mail.');
  }
  await inTransaction(kernel, actor, async (ctx) =>
    ctx.audit({ action: 'password.link_made', subject: { kind: 'person', id: personId } }),
  );
  const lifeMs = lifetimes.handedReset;
  const expiresAt = new Date(kernel.clock.now().getTime() + lifeMs).toISOString();
  const ticket = await makeTicket(kernel, { kind: 'reset', personId, lifeMs });
  return { link: resetLink(kernel.publicUrl, ticket), expiresAt };
}

async function check(ctx: Ctx, personId: string): Promise<void> {
  permit(ctx.actor, 'people.manage');
  const actor = personOf(ctx.actor);
  const target = found(
    await ctx.db
      .selectFrom('members')
      .select('role')
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', personId)
      .executeTakeFirst(),
    'person',
  );
  const below = rankOf(target.role as typeof actor.role) < rankOf(actor.role);
  if (!below && actor.role !== 'owner') {
    throw new Failure('forbidden', 'This needs a role above that person.');
  }
}
