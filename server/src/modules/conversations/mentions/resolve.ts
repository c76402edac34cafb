import type { Mention } from '@meada/contract/mentions';
import { peopleAtMost } from '@meada/contract/mentions';
import { seesConversation } from '@meada/contract/permissions';
import type { Ctx } from '../../../kernel/ctx.ts';
import { Failure, refused } from '../../../kernel/errors.ts';
import { membersNamed, type NamedMember } from '../../people/index.ts';
import type { SendBody } from '../sending/check.ts';
import type { LockedConversation } from '../store.ts';
import { checkSpans } from './rules.ts';

/** Whom a note names, who is told, and who is let in for it. */
export type Resolved = { spans: readonly Mention[]; tellIds: string[]; letInIds: string[] };

type Named = Pick<SendBody, 'content' | 'internal' | 'mentions' | 'letIn'>;

/**
 * Whom a note names. A colleague who may not see the conversation is let in only when the writer says so: until then
 * `cannot_see` (409) with the ids it is about. Throws `refused` for a name that is not there.
 */
export async function resolveMentions(
  ctx: Ctx,
  conversation: LockedConversation,
  { content, internal, mentions = [], letIn = [] }: Named,
): Promise<Resolved | null> {
  if (mentions.length === 0 && letIn.length === 0) return null;
  if (!internal) throw refused('Only a note names colleagues.', 'body.mentions');
  checkSpans('text' in content ? (content.text ?? '') : '', mentions);
  const personIds = mentions.flatMap(({ personId }) => personId ?? []);
  const teamIds = mentions.flatMap(({ teamId }) => teamId ?? []);
  const found = await membersNamed(ctx, { personIds, teamIds });
  await checkNamed(ctx, { mentions, found, letIn });
  const own = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  // Who reads no conversations at all is not let in by a note.
  const told = found.filter((one) => one.personId !== own && one.permissions.includes('conversations.read'));
  if (told.length > peopleAtMost)
    throw refused(`More than ${peopleAtMost} people in one note.`, 'body.mentions');
  const outside = told.filter((one) => !seesIt(one, conversation)).map(({ personId }) => personId);
  const asked = outside.filter((id) => !letIn.includes(id));
  if (asked.length > 0)
    throw new Failure('cannot_see', 'They may not see this conversation: let them in, or leave them out.', {
      field: 'body.mentions',
      about: asked,
    });
  return { spans: mentions, tellIds: told.map(({ personId }) => personId), letInIds: outside };
}

const seesIt = (member: NamedMember, row: LockedConversation): boolean =>
  seesConversation(member, {
    ...{ assigneeId: row.assignee_id, teamId: row.team_id },
    ...{ followerIds: row.follower_ids, guestId: row.guest_id },
  });

async function checkNamed(
  ctx: Ctx,
  {
    mentions,
    found,
    letIn,
  }: { mentions: readonly Mention[]; found: NamedMember[]; letIn: readonly string[] },
): Promise<void> {
  const there = new Set(found.map(({ personId }) => personId));
  const nobody = mentions.findIndex(({ personId }) => personId !== null && !there.has(personId));
  if (nobody >= 0) throw refused('There is no such person.', `body.mentions.${nobody}.personId`);
  const stranger = letIn.findIndex((id) => !there.has(id));
  if (stranger >= 0) throw refused('They are not named in the note.', `body.letIn.${stranger}`);
  const teamIds = [...new Set(mentions.flatMap(({ teamId }) => teamId ?? []))];
  if (teamIds.length === 0) return;
  const teams = await ctx.db
    .selectFrom('teams')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('id', 'in', teamIds)
    .execute();
  const missing = mentions.findIndex(({ teamId }) => teamId && !teams.some(({ id }) => id === teamId));
  if (missing >= 0) throw refused('There is no such team.', `body.mentions.${missing}.teamId`);
}
