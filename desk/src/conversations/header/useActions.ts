import {
  assignConversation,
  type Conversation,
  type ConversationItem,
  changeConversation,
  changeStatus,
  followConversation,
  markRead,
  type Priority,
  type StatusCategory,
  type WakeEvent,
} from '@meada/contract/routes/conversations';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMe } from '../../api/queries.ts';
import { applyConversation, applyMark } from '../../live/apply.ts';
import { moment, newest } from '../../live/told.ts';
import { complain, say } from '../../ui/toast.ts';
import { useNext } from '../list/next.ts';
import { holdUnread } from '../thread/useThread.ts';

export type Change = Partial<{
  subject: string | null;
  priority: Priority;
  labelIds: string[];
  customFields: Record<string, string | number | boolean | null>;
  botsPaused: boolean;
}>;
/** Until when or until what, and why. */
export type SnoozeHow = {
  until?: string | undefined;
  wake?: WakeEvent | undefined;
  note?: string | undefined;
};
export type Actions = ReturnType<typeof useActions>;

/** The list item within a conversation: frames and answers carry no more than this. */
function itemOf(conversation: Conversation): ConversationItem {
  const {
    customFields: _c,
    followerIds: _f,
    participants: _p,
    legs: _l,
    botsPaused: _b,
    draft: _d,
    duties: _u,
    writtenFrom: _w,
    snooze: _z,
    scheduled: _s,
    ...item
  } = conversation;
  return item;
}

type Run = (facts: Partial<ConversationItem>, ask: () => Promise<ConversationItem>) => Promise<boolean>;

/** Shows a change at once; when the server refuses puts back what was, or what others have made of it meanwhile. */
const runOn =
  (client: QueryClient, conversation: Conversation): Run =>
  async (facts, ask) => {
    const before = itemOf(conversation);
    const since = moment();
    applyConversation(client, { ...before, ...facts });
    try {
      applyConversation(client, newest(await ask(), since));
      return true;
    } catch (error) {
      applyConversation(client, newest(before, since));
      complain(error);
      return false;
    }
  };

/** What an agent does with a conversation. Shown at once, put back when the server refuses. */
export function useActions(conversation: Conversation) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { t } = useTranslation('conversations');
  const me = useMe();
  const next = useNext();
  const params = { id: conversation.id };
  const run = runOn(client, conversation);
  const assign = (to: { assigneeId?: string | null; teamId?: string | null }) =>
    run(to, () => call(assignConversation, { params, body: to }));
  const setStatus = async (status: StatusCategory, how: SnoozeHow & { statusId?: string | null } = {}) => {
    const goOn = status === 'resolved' ? next(conversation.id, status) : null;
    const done = await run({ status, snoozedUntil: how.until ?? null }, () =>
      call(changeStatus, { params, body: { status, ...how } }),
    );
    if (done) say(t(`done.${status}`));
    if (done) goOn?.();
  };
  const change = (body: Change) => {
    const { customFields: _, botsPaused, ...facts } = body;
    if (botsPaused !== undefined) {
      client.setQueryData<Conversation>(
        keys.conversation(conversation.id),
        (now) => now && { ...now, botsPaused },
      );
    }
    return run(facts, () => call(changeConversation, { params, body }));
  };
  const follow = async (wanted: boolean) => {
    const followers = conversation.followerIds.filter((id) => id !== me.personId);
    const followerIds = wanted ? [...followers, me.personId] : followers;
    client.setQueryData<Conversation>(
      keys.conversation(conversation.id),
      (now) => now && { ...now, followerIds },
    );
    await call(followConversation, { params, body: { follow: wanted } }).catch(complain);
    void client.invalidateQueries({ queryKey: keys.conversation(conversation.id) });
  };
  const unread = async () => {
    const seq = Math.max(0, conversation.lastInboundSeq - 1);
    holdUnread(conversation.id);
    applyMark(client, conversation.id, seq);
    await call(markRead, { params, body: { seq, unread: true } }).catch(complain);
    void navigate({ to: '/conversations', search: (all) => all });
  };
  return { assign, assignMe: () => assign({ assigneeId: me.personId }), setStatus, change, follow, unread };
}
