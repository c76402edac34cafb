import type { Person, changePerson as route } from '@meada/contract/routes/people';
import { permit } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { Failure, found } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { dropActors } from './actor-cache.ts';
import { setMembership } from './directory.ts';
import { actorOf } from './person-of.ts';
import { rankProblem } from './rules.ts';
import { endSessions } from './sessions.ts';
import { lockMember, type MemberState, updateMember } from './store.ts';
import { requireTeams, setTeamsOf } from './store-teams.ts';
import { peopleOf } from './views.ts';

type Change = Input<typeof route>['body'];

/**
 * Changes role, visibility, teams or activity. What the row inside the fence says is what counts: an actor is loaded from
 * it, so that rights change and sessions end with the COMMIT; the directory and the session rows follow it. What the person
 * had is laid down by those who hear of it.
 */
export async function changePerson(
  call: Call,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Person> {
  const { kernel } = call;
  const actor = actorOf(call);
  const personId = input.params.id;
  const after = await inTransaction(kernel, actor, (ctx) => write(ctx, personId, input.body));
  dropActors(kernel, { orgId: actor.orgId, personId });
  await follow(kernel, { orgId: actor.orgId, personId }, after);
  return found((await peopleOf(kernel, actor.orgId, personId))[0], 'person');
}

async function follow(
  kernel: Kernel,
  of: { orgId: string; personId: string },
  member: MemberState,
): Promise<void> {
  await kernel.database.asSystem((db) => setMembership(db, { ...of, active: member.active }));
  if (!member.active) await endSessions(kernel, of);
}

async function write(ctx: Ctx, personId: string, change: Change): Promise<MemberState> {
  permit(ctx.actor, 'people.manage');
  const locked = await lockMember(ctx, personId);
  const before = found(locked.member, 'person');
  const after: MemberState = {
    role: change.role ?? before.role,
    visibility: change.visibility ?? before.visibility,
    active: change.active ?? before.active,
  };
  const problem = rankProblem(ctx.actor, before, after);
  if (problem) throw new Failure('forbidden', problem);
  const isOwner = (state: MemberState): boolean => state.role === 'owner' && state.active;
  if (isOwner(before) && !isOwner(after) && locked.otherOwners === 0) {
    throw new Failure('last_owner', 'The last active owner stays one.');
  }
  const fields = (['role', 'visibility', 'active'] as const).filter((name) => before[name] !== after[name]);
  if (fields.length > 0) await updateMember(ctx, personId, after);
  const teamIds = change.teamIds ? await changeTeams(ctx, personId, change.teamIds) : [];
  if (fields.length === 0 && teamIds.length === 0) return after;
  ctx.emit({ name: 'person.changed', facts: { personId } });
  ctx.emit({ name: 'person.access_changed', facts: { personId } });
  for (const teamId of teamIds) ctx.emit({ name: 'team.changed', facts: { teamId } });
  ctx.audit({
    action: 'person.changed',
    subject: { kind: 'person', id: personId },
    facts: { ...Object.fromEntries(fields.map((name) => [name, after[name]])), teamsChanged: teamIds.length },
  });
  return after;
}

async function changeTeams(ctx: Ctx, personId: string, teamIds: readonly string[]): Promise<string[]> {
  await requireTeams(ctx, teamIds);
  return setTeamsOf(ctx, personId, teamIds);
}
