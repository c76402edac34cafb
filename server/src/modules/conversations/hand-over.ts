import { systemActor } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import {
  emitChanged,
  insertMessage,
  insertNote,
  lockSeen,
  type SystemNote,
  updateConversation,
} from './store.ts';

export type HandOver = {
  conversationId: string;
  /** Left out: stays with whom it is. */
  assigneeId?: string | null;
  /** Left out: stays with the team. */
  teamId?: string | null;
  /** Who sees it meanwhile; left out: whoever does. */
  guestId?: string | null;
  note?: SystemNote;
  /** What a colleague says to the next one, as their own internal note. */
  words?: { personId: string; text: string };
};

/**
 * Changes who has a conversation, for routing: by rules and not by what the actor sees, since whoever accepts an offer does
 * not see the conversation before they have it. The caller has permitted it.
 */
export async function handOver(ctx: Ctx, change: HandOver): Promise<{ noteId: string | null }> {
  const conversation = await lockSeen({ ...ctx, actor: systemActor(ctx.orgId) }, change.conversationId, {
    shell: true,
  });
  const { assigneeId = conversation.assignee_id, teamId = conversation.team_id } = change;
  const { guestId = conversation.guest_id } = change;
  const what = [
    ...(assigneeId === conversation.assignee_id ? [] : ['assignee']),
    ...(teamId === conversation.team_id ? [] : ['team']),
    ...(guestId === conversation.guest_id ? [] : ['guest']),
  ];
  let noteId: string | null = null;
  if (change.note) await insertNote(ctx, conversation, change.note);
  if (change.words) {
    conversation.last_seq += 1;
    noteId = await insertMessage(ctx, {
      conversationId: conversation.id,
      seq: conversation.last_seq,
      visibility: 'internal',
      author: { kind: 'person', id: change.words.personId },
      content: { v: 1, kind: 'text', text: change.words.text },
    });
  }
  await updateConversation(ctx, conversation, {
    assignee_id: assigneeId,
    team_id: teamId,
    guest_id: guestId,
  });
  if (what.length > 0) emitChanged(ctx, conversation.id, what);
  return { noteId };
}
