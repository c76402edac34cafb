import type { Attachment } from '@meada/contract/content';
import type { Conversation } from '@meada/contract/routes/conversations';
import { useEffect, useRef } from 'react';
import type { Draft } from '../composer/draft.ts';
import type { useUploads } from '../composer/useUploads.ts';
import { picturesIn, textAsHtml } from '../letter/html.ts';
import type { Letter } from '../letter/useLetter.ts';
import { type Returned, takeReturned } from './returned.ts';

type Into = {
  draft: Draft;
  change: (some: Partial<Draft>) => void;
  uploads: ReturnType<typeof useUploads>;
  letter: Letter;
  setSubject: (subject: string) => void;
  onReplyTo: (id: string | null) => void;
  focus: () => void;
};

/** The addresses of pictures end: what comes back shows them by new ones. */
const withPictures = (html: string, attachments: readonly Attachment[]): string =>
  html.replace(/<img\b[^>]*\bdata-attachment="([0-9a-f-]{36})"[^>]*>/g, (whole, id: string) => {
    const found = attachments.find((one) => one.id === id);
    return found ? whole.replace(/src="[^"]*"/, `src="${found.url}"`) : whole;
  });

/** Puts what was taken back into the composer: words, files, answer, copies; what stands there already stays below. */
export function useReturned({ id }: Conversation, into: Into): void {
  const newest = useRef(into);
  newest.current = into;
  useEffect(
    () =>
      takeReturned(id, ({ body, html, attachments }: Returned) => {
        const { draft, change, uploads, letter, setSubject, onReplyTo, focus } = newest.current;
        const { content, legId, to } = body;
        const words = 'text' in content ? (content.text ?? '') : '';
        const pictures = new Set(html ? picturesIn(html) : []);
        for (const one of attachments) if (pictures.has(one.id)) letter.pictures.current.set(one.id, one);
        const shown = html && withPictures(html, attachments) + (draft.text ? textAsHtml(draft.text) : '');
        change({
          text: [words, draft.text].filter(Boolean).join('\n\n'),
          html: shown,
          legId: legId ?? (to ? `${to.inboxId}/${to.identityId}` : null),
          internal: body.internal ?? false,
        });
        if (shown) letter.handle.current?.set(shown);
        letter.restore(body);
        uploads.addReady(attachments.filter((one) => !pictures.has(one.id)));
        setSubject(body.subject ?? '');
        onReplyTo(body.replyToId ?? null);
        requestAnimationFrame(focus);
      }),
    [id],
  );
}
