import type { ResponseOf } from '@meada/contract/route';
import type { invite as route } from '@meada/contract/routes/people';
import { permit } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { conflict, Failure } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { tokenHash } from '../../kernel/ids.ts';
import { organisationOf } from '../organisations/index.ts';
import { mailOf } from './mails.ts';
import { actorOf } from './person-of.ts';
import { invitationLink, lifetimes, packId, rankProblem } from './rules.ts';
import { revokeInvitations } from './store.ts';
import { requireTeams } from './store-teams.ts';

type Body = Input<typeof route>['body'];

/**
 * Invites a person, by mail where a sender is configured; the link is given back in any case. The address's former
 * invitation is taken back. Outside a kernel transaction so that the link is not kept with an idempotency key.
 */
export async function invite(
  call: Call,
  input: Pick<Input<typeof route>, 'body'>,
): Promise<ResponseOf<typeof route>> {
  const { kernel } = call;
  const actor = actorOf(call);
  const token = `${packId(actor.orgId)}.${kernel.ids.token()}`;
  const made = await inTransaction(kernel, actor, (ctx) => write(ctx, input.body, token));
  const link = invitationLink(kernel.publicUrl, token);
  const { email, invitedBy } = made.invitation;
  const { name, locale } = made.organisation;
  const mail = mailOf('invitation', locale, { to: email, link, organisation: name, inviter: invitedBy });
  return { invitation: made.invitation, link, mailed: await mailed(kernel, mail) };
}

async function write(ctx: Ctx, body: Body, token: string) {
  permit(ctx.actor, 'people.manage');
  const problem = rankProblem(ctx.actor, null, body);
  if (problem) throw new Failure('forbidden', problem);
  await requireTeams(ctx, body.teamIds);
  const member = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('email', '=', body.email)
    .executeTakeFirst();
  if (member) throw conflict('This person is here already; activate them instead.', 'body.email');
  await revokeInvitations(ctx, { email: body.email });
  const { email, role, visibility } = body;
  const createdAt = ctx.clock.now();
  const expiresAt = new Date(createdAt.getTime() + lifetimes.invitation);
  const id = ctx.ids.uuid();
  await ctx.db
    .insertInto('invitations')
    .values({
      org_id: ctx.orgId,
      id,
      email,
      role,
      visibility,
      team_ids: body.teamIds,
      token_hash: tokenHash(token),
      invited_by: ctx.actor.id,
      created_at: createdAt,
      expires_at: expiresAt,
    })
    .execute();
  ctx.audit({ action: 'person.invited', subject: { kind: 'invitation', id }, facts: { role, visibility } });
  const organisation = await organisationOf(ctx.db, ctx.orgId);
  const invitedBy = 'name' in ctx.actor ? ctx.actor.name : organisation.name;
  const times = { createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
  return { organisation, invitation: { id, email, role, ...times, invitedBy } };
}

async function mailed(kernel: Kernel, mail: ReturnType<typeof mailOf>): Promise<boolean> {
  if (!kernel.mailer.configured) return false;
  try {
    await kernel.mailer.send(mail);
    return true;
  } catch (error) {
    kernel.log.warn('an invitation could not be mailed; its link can be copied', { error });
    return false;
  }
}
