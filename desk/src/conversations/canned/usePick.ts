import type { CannedReply } from '@meada/contract/routes/canned';
import type { Conversation, Leg } from '@meada/contract/routes/conversations';
import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useRef } from 'react';
import { complain } from '../../ui/toast.ts';
import type { Draft } from '../composer/draft.ts';
import type { useUploads } from '../composer/useUploads.ts';
import type { Letter } from '../letter/useLetter.ts';

/** The `/word` that is being typed, at the end of what stands before the caret. */
export const slash = /(?:^|\s)\/([\p{L}\p{M}\p{N}_-]*)$/u;

type Place = {
  conversation: Conversation;
  leg: Leg | undefined;
  draft: Draft;
  letter: Letter;
  field: RefObject<HTMLTextAreaElement | null>;
  uploads: ReturnType<typeof useUploads>;
  change(some: Partial<Draft>): void;
};

/** Puts a reply in the place of the `/word`; the first place that could not be filled is selected, to be written over. */
export function usePick(place: Place): (reply: CannedReply) => void {
  const client = useQueryClient();
  const newest = useRef(place);
  newest.current = place;
  return (reply) => {
    const { conversation, leg, draft } = newest.current;
    const channel = draft.internal ? null : (leg?.channel ?? null);
    void import('./take.ts')
      .then(({ takeCanned }) => takeCanned(client, { conversationId: conversation.id, reply, channel }))
      .then((taken) => {
        const { letter, field, uploads, change, ...now } = newest.current;
        uploads.addReady(taken.attachments);
        if (letter.on) {
          const word = slash.exec(letter.before)?.[1]?.length;
          letter.handle.current?.put(taken.text, word === undefined ? 0 : word + 1, taken.html);
          return;
        }
        const before = now.draft.text.replace(/\/[\p{L}\p{M}\p{N}_-]*$/u, '');
        change({ text: before + taken.text, html: null });
        requestAnimationFrame(() => {
          const [hole] = taken.holes;
          const end = before.length + taken.text.length;
          field.current?.focus();
          field.current?.setSelectionRange(
            hole ? before.length + hole.from : end,
            hole ? before.length + hole.to : end,
          );
        });
      })
      .catch(complain);
  };
}
