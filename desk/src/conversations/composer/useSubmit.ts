import type { ChannelInfo } from '@meada/contract/channels';
import type { Conversation, Leg, Message } from '@meada/contract/routes/conversations';
import { useQueryClient } from '@tanstack/react-query';
import { useMe } from '../../api/queries.ts';
import type { Letter } from '../letter/useLetter.ts';
import { useNext } from '../list/next.ts';
import type { MentionMatch } from '../mentions/useMention.ts';
import { nextLegOf } from '../public/rules.ts';
import { undoOf } from '../scheduling/later.ts';
import type { Draft } from './draft.ts';
import { messagesOf } from './messages-of.ts';
import { send } from './outbox.ts';
import type { Becomes, Later, SendBody } from './pending.ts';
import { useSeen } from './useSeen.ts';
import type { useUploads } from './useUploads.ts';

type Written = {
  conversation: Conversation;
  leg: Leg | undefined;
  channel: ChannelInfo | undefined;
  draft: Draft;
  change: (some: Partial<Draft>) => void;
  uploads: ReturnType<typeof useUploads>;
  letter: Letter;
  replyTo: Message | undefined;
  onReplyTo: (id: string | null) => void;
  subject: string;
  setSubject: (subject: string) => void;
  mention: MentionMatch;
  mark: (on: boolean) => void;
  focus: () => void;
  blocked: boolean;
};

/** Whom a note names; up to where the writer of an answer had read. */
function withColleagues(
  body: SendBody,
  { mention, seen }: { mention: MentionMatch; seen: number },
): SendBody {
  if (!body.internal) return { ...body, seenSeq: seen };
  return { ...body, mentions: mention.namedIn('text' in body.content ? (body.content.text ?? '') : '') };
}

/** At another time, or with what becomes of the conversation then. */
type How = { later?: Pick<Later, 'when' | 'unlessAnswered'>; becomes?: Becomes };

/** Sends what is written, at once, after a few seconds, or at a time; the composer is empty then. */
export function useSubmit(written: Written): (how?: How) => void {
  const client = useQueryClient();
  const me = useMe();
  const { conversation, leg, channel, draft, change, uploads, letter, replyTo, subject, mention } = written;
  const seen = useSeen(conversation, draft.text !== '');
  const leaveFor = useNext();
  return ({ later, becomes } = {}) => {
    if (written.blocked) return;
    const goOn = becomes ? leaveFor(conversation.id, becomes) : null;
    const attachments = uploads.list.flatMap((one) => (one.attachment ? [one.attachment] : []));
    const messages = messagesOf({
      draft,
      legId: leg?.id,
      attachments,
      perMessage: channel?.limits.attachmentsPerMessage ?? 10,
      replyToId: replyTo?.id,
      subject: subject.trim() || undefined,
      letter: letter.parts(),
    }).map((one) => ({ ...one, body: withColleagues(one.body, { mention, seen: seen() }) }));
    const seconds = undoOf(me, Boolean(channel?.capabilities.subject), draft.internal);
    const how = later ?? (seconds > 0 ? { when: { seconds }, unlessAnswered: false } : null);
    const [first, ...rest] = messages;
    if (how && first) {
      const more = { rest: rest.map(({ body }) => body), draftHtml: draft.html ?? null };
      send(client, {
        ...{ conversationId: conversation.id, ...first, attachments, becomes },
        later: { ...how, ...more },
      });
    } else
      for (const one of messages)
        send(client, {
          ...{ conversationId: conversation.id, ...one },
          becomes: one === messages.at(-1) ? becomes : undefined,
        });
    change({ text: '', html: null, legId: nextLegOf(conversation.legs, leg) });
    uploads.clear();
    letter.clear();
    written.setSubject('');
    written.onReplyTo(null);
    written.mark(false);
    if (goOn) goOn();
    else written.focus();
  };
}
