import type { Attachment } from '@meada/contract/content';
import type { SendBody } from './outbox.ts';
import { inLots, newWayOf } from './rules.ts';
import type { Draft } from './useDraft.ts';

type Facts = {
  draft: Draft;
  legId: string | undefined;
  attachments: Attachment[];
  perMessage: number;
  replyToId?: string;
  subject?: string;
};

/** The way as the server is told it: a leg, or the address to open one to. */
export function wayOf(legId: string | undefined): Pick<SendBody, 'legId' | 'to'> {
  const to = newWayOf(legId);
  return to ? { to } : { legId };
}

/** The messages a draft becomes: text alone, or files in the lots the channel takes, the text with the first. */
export function messagesOf(facts: Facts): { body: SendBody; attachments: Attachment[] }[] {
  const { draft, attachments, replyToId, subject } = facts;
  const text = draft.text.trim();
  const common = { internal: draft.internal, ...(draft.internal ? {} : wayOf(facts.legId)) };
  if (attachments.length === 0) {
    const content = { v: 1 as const, kind: 'text' as const, text };
    return [
      {
        body: { ...common, clientId: crypto.randomUUID(), content, attachmentIds: [], replyToId, subject },
        attachments,
      },
    ];
  }
  return inLots(attachments, draft.internal ? 20 : facts.perMessage).map((lot, index) => {
    const media = lot[0]?.kind ?? 'document';
    const caption = index === 0 && text ? { text } : {};
    const content = { v: 1 as const, kind: 'media' as const, media, ...caption };
    const first = index === 0 ? { replyToId, subject } : {};
    const attachmentIds = lot.map((one) => one.id);
    return {
      body: { ...common, clientId: crypto.randomUUID(), content, attachmentIds, ...first },
      attachments: lot,
    };
  });
}
