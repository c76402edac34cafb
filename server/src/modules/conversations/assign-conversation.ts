import type { ConversationItem } from '@meada/contract/routes/conversations';
import { may, permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { forbidden, found } from '../../kernel/errors.ts';
import { deactivated } from '../people/index.ts';
import { answerItem } from './answer.ts';
import {
  authorOf,
  emitChanged,
  insertMessage,
  insertNote,
  type LockedConversation,
  lockSeen,
  updateConversation,
} from './store.ts';

export type AssignInput = {
  conversationId: string;
  assigneeId?: string | null | undefined;
  teamId?: string | null | undefined;
  /** For whoever has it next, as the actor's own internal note. */
  note?: string | undefined;
};

/** Assigns to a person, a team, both or nobody. Anybody who answers may take it or lay it down; the rest needs more. */
export async function assignConversation(ctx: Ctx, input: AssignInput): Promise<ConversationItem> {
  permit(ctx.actor, 'conversations.reply');
  const conversation = await lockSeen(ctx, input.conversationId);
  const assigneeId = input.assigneeId === undefined ? conversation.assignee_id : input.assigneeId;
  const teamId = input.teamId === undefined ? conversation.team_id : input.teamId;
  const changes = [
    ...(assigneeId === conversation.assignee_id ? [] : ['assignee']),
    ...(teamId === conversation.team_id ? [] : ['team']),
  ];
  if (changes.length === 0) return answerItem(ctx, conversation.id);
  if (!isOwnMatter(ctx, conversation, { assigneeId, changes }) && !may(ctx.actor, 'conversations.manage'))
    throw forbidden('conversations.manage');
  const names = await namesOf(ctx, {
    assigneeId: changes.includes('assignee') ? assigneeId : null,
    teamId: changes.includes('team') ? teamId : null,
  });
  if (changes.includes('assignee'))
    await insertNote(
      ctx,
      conversation,
      names.person ? { code: 'assigned', values: { to: names.person } } : { code: 'unassigned' },
    );
  if (changes.includes('team'))
    await insertNote(
      ctx,
      conversation,
      names.team ? { code: 'team_assigned', values: { to: names.team } } : { code: 'team_unassigned' },
    );
  if (input.note?.trim()) await say(ctx, conversation, input.note.trim());
  await updateConversation(ctx, conversation, { assignee_id: assigneeId, team_id: teamId });
  emitChanged(ctx, conversation.id, changes);
  if (changes.includes('assignee')) await ctx.ports.assignments.assigned(ctx, conversation.id);
  return answerItem(ctx, conversation.id);
}

/** The words that go with it stand behind the line that tells of it. */
async function say(ctx: Ctx, conversation: LockedConversation, text: string): Promise<void> {
  conversation.last_seq += 1;
  await insertMessage(ctx, {
    ...{ conversationId: conversation.id, seq: conversation.last_seq, visibility: 'internal' },
    ...{ author: authorOf(ctx.actor), content: { v: 1, kind: 'text', text } },
  });
}

/** Taking it oneself, or laying down what one has. */
function isOwnMatter(
  ctx: Ctx,
  conversation: LockedConversation,
  next: { assigneeId: string | null; changes: string[] },
): boolean {
  if (ctx.actor.kind !== 'person' || next.changes.includes('team')) return false;
  return (
    next.assigneeId === ctx.actor.id ||
    (next.assigneeId === null && conversation.assignee_id === ctx.actor.id)
  );
}

async function namesOf(
  ctx: Ctx,
  ids: { assigneeId: string | null; teamId: string | null },
): Promise<{ person: string | null; team: string | null }> {
  return {
    person: ids.assigneeId === null ? null : await personName(ctx, ids.assigneeId),
    team: ids.teamId === null ? null : await teamName(ctx, ids.teamId),
  };
}

async function personName(ctx: Ctx, id: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('members')
    .select(['name', 'active'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  const person = found(row, 'person');
  if (!person.active) throw deactivated('body.assigneeId');
  return person.name;
}

async function teamName(ctx: Ctx, id: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('teams')
    .select('name')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  return found(row, 'team').name;
}
