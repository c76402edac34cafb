import type { Conversation, Message } from '@meada/contract/routes/conversations';
import { listMessages } from '@meada/contract/routes/conversations';
import { IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { momentOf } from '../../ui/time.ts';
import classes from './letter.module.css';
import type { Letter } from './useLetter.ts';

const wordsOf = ({ content }: Message): string => ('text' in content ? (content.text ?? '') : '');

/** What stands below the answer, folded: the message answered. It can be taken away. */
export function Quote({ conversation, letter }: { conversation: Conversation; letter: Letter }) {
  const { t, i18n } = useTranslation('letter');
  const [open, setOpen] = useState(false);
  const { data, isPending } = useQuery({
    queryKey: ['letter', 'quote', conversation.id, conversation.lastSeq],
    queryFn: ({ signal }) =>
      call(listMessages, { params: { id: conversation.id }, query: { limit: 50 } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const items = data?.items ?? [];
  const latest = items.findLast((one) => one.author.kind === 'customer' && !one.deletedAt && one.channel);
  const { setLatestId } = letter;
  useEffect(() => setLatestId(latest?.id ?? null), [latest?.id, setLatestId]);
  const quoted = items.find((one) => one.id === letter.quotedId);
  // Its room is there before it.
  if (!quoted) return isPending && conversation.lastInboundSeq > 0 ? <div className={classes.quote} /> : null;
  return (
    <div className={classes.quote}>
      <button
        type="button"
        aria-expanded={open}
        aria-label={t(open ? 'quote.hide' : 'quote.show')}
        title={t(open ? 'quote.hide' : 'quote.show')}
        onClick={() => setOpen(!open)}
      >
        <IconDots size={18} aria-hidden />
      </button>
      {open ? (
        <>
          <p>
            {t('quote.wrote', { when: momentOf(quoted.at, i18n.language), who: quoted.author.name ?? '' })}
          </p>
          <blockquote>{wordsOf(quoted)}</blockquote>
          <button type="button" data-remove onClick={letter.unquote}>
            {t('quote.remove')}
          </button>
        </>
      ) : null}
    </div>
  );
}
