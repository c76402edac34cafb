import { summaryOf } from '@meada/contract/content';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../api/keys.ts';
import { useMe } from '../../api/queries.ts';
import type { Thread } from '../../live/thread.ts';
import { Face } from '../../ui/Face.tsx';
import { stampOf, useNow } from '../../ui/time.ts';
import classes from '../mentions/mentions.module.css';

/** Answers of colleagues that are shown. */
const shownAtMost = 3;

/** What colleagues have answered since the writer began. */
export function Answers({ conversationId, seenSeq }: { conversationId: string; seenSeq: number }) {
  const { t, i18n } = useTranslation('colleagues');
  const client = useQueryClient();
  const me = useMe();
  const now = useNow();
  const answers = (client.getQueryData<Thread>(keys.messages(conversationId))?.items ?? []).filter(
    ({ seq, author, visibility, deletedAt }) =>
      seq > seenSeq &&
      author.kind === 'person' &&
      author.id !== me.personId &&
      visibility !== 'internal' &&
      !deletedAt,
  );
  if (answers.length === 0) return <p>{t('stopped.sending')}</p>;
  return answers.slice(-shownAtMost).map((one) => (
    <blockquote key={one.id}>
      <Face name={one.author.name} id={one.author.id ?? one.id} url={null} size={24} />
      <small>
        {one.author.name ?? t('somebody')} · {stampOf(one.at, now, i18n.language)}
      </small>
      <span className={classes.said}>{summaryOf(one.content) || one.attachments[0]?.name}</span>
    </blockquote>
  ));
}
