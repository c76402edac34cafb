import type { ChannelInfo } from '@meada/contract/channels';
import type { Attachment } from '@meada/contract/content';
import { startConversation } from '@meada/contract/routes/conversations';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { picturesIn, sentHtml } from '../letter/html.ts';
import type { Whom } from './CustomerPicker.tsx';

export type Words = { subject: string; place: string; text: string };
type First = { text: string; html: string; cc: { value: string; name?: string }[]; bcc: { value: string }[] };
type Facts = {
  inboxId: string;
  channel: ChannelInfo | undefined;
  whom: Whom | null;
  words: Words;
  /** A mail with all it has; null where the channel takes plain words. */
  letter: First | null;
  attachments: Attachment[];
};

/** The call's body: a visit, a mail with pictures in it, or words and files. */
function bodyOf({ inboxId, channel, whom, words, letter, attachments }: Facts) {
  const common = { inboxId, subject: words.subject || undefined, ...whom?.body };
  const text = (letter ? letter.text : words.text).trim();
  const inText = letter ? picturesIn(letter.html) : [];
  const attachmentIds = [...inText, ...attachments.map((one) => one.id)];
  if (channel?.capabilities.sends.includes('visit')) {
    const content = { kind: 'visit' as const, text, place: words.place || undefined };
    return { ...common, content, attachmentIds };
  }
  const media = inText.length > 0 ? ('image' as const) : attachments[0]?.kind;
  const content = media
    ? { kind: 'media' as const, media, ...(text ? { text } : {}) }
    : { kind: 'text' as const, text };
  const copies = letter && channel?.capabilities.subject;
  return {
    ...common,
    content,
    attachmentIds,
    ...(letter?.html ? { html: sentHtml(letter.html) } : {}),
    ...(copies && letter.cc.length > 0 ? { cc: letter.cc } : {}),
    ...(copies && letter.bcc.length > 0 ? { bcc: letter.bcc } : {}),
  };
}

/** Starts the conversation, once however often it is pressed, and goes there. */
export function useStart(onClose: () => void) {
  const navigate = useNavigate();
  const [clientId] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (facts: Facts) => call(startConversation, { body: { clientId, ...bodyOf(facts) } }),
    onSuccess: (conversation) => {
      onClose();
      void navigate({ to: '/conversations/$conversationId', params: { conversationId: conversation.id } });
    },
  });
}
