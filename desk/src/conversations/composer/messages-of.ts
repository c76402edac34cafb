import type { Attachment } from '@meada/contract/content';
import type { LetterParts } from '../letter/useLetter.ts';
import type { Draft } from './draft.ts';
import type { SendBody } from './pending.ts';
import { inLots, newWayOf } from './rules.ts';

type Facts = {
  draft: Draft;
  legId: string | undefined;
  attachments: Attachment[];
  perMessage: number;
  replyToId?: string;
  subject?: string;
  /** What a mail has beside its words, and the pictures in them. */
  letter?: LetterParts;
};

/** The way as the server is told it: a leg, or the address to open one to. */
export function wayOf(legId: string | undefined): Pick<SendBody, 'legId' | 'to'> {
  const to = newWayOf(legId);
  return to ? { to } : { legId };
}

/** The messages a draft becomes: text alone, or files in the lots the channel takes, the text with the first. */
export function messagesOf(facts: Facts): { body: SendBody; attachments: Attachment[] }[] {
  const { draft, replyToId, subject, letter } = facts;
  const inText = new Set(letter?.ids);
  const attachments = facts.attachments.filter((one) => !inText.has(one.id));
  const text = draft.text.trim();
  const common = { internal: draft.internal, ...(draft.internal ? {} : wayOf(facts.legId)) };
  if (inText.size > 0) return [withPictures(facts, { common, attachments })];
  if (attachments.length === 0) {
    const content = { v: 1 as const, kind: 'text' as const, text };
    return [
      {
        body: {
          ...common,
          clientId: crypto.randomUUID(),
          content,
          attachmentIds: [],
          replyToId,
          subject,
          ...letter?.body,
        },
        attachments,
      },
    ];
  }
  return inLots(attachments, draft.internal ? 20 : facts.perMessage).map((lot, index) => {
    const media = lot[0]?.kind ?? 'document';
    const caption = index === 0 && text ? { text } : {};
    const content = { v: 1 as const, kind: 'media' as const, media, ...caption };
    const first = index === 0 ? { replyToId, subject, ...letter?.body } : {};
    const attachmentIds = lot.map((one) => one.id);
    return {
      body: { ...common, clientId: crypto.randomUUID(), content, attachmentIds, ...first },
      attachments: lot,
    };
  });
}

type Rest = { common: Pick<SendBody, 'internal' | 'legId' | 'to'>; attachments: Attachment[] };

/** Words with pictures in them are one message: the pictures belong to the text, the other files go along. */
function withPictures({ draft, replyToId, subject, letter }: Facts, { common, attachments }: Rest) {
  const text = draft.text.trim();
  const content = {
    v: 1 as const,
    kind: 'media' as const,
    media: 'image' as const,
    ...(text ? { text } : {}),
  };
  const attachmentIds = [...(letter?.ids ?? []), ...attachments.map((one) => one.id)];
  const body = { ...common, clientId: crypto.randomUUID(), content, attachmentIds, replyToId, subject };
  return { body: { ...body, ...letter?.body }, attachments: [...(letter?.known ?? []), ...attachments] };
}
