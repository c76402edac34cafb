import type { Content } from '@meada/contract/content';
import type { Message } from '@meada/contract/routes/conversations';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannelName } from '../../ui/ChannelBadge.tsx';
import { momentOf } from '../../ui/time.ts';
import classes from './thread.module.css';

/** The words of a code, which depend on what came with it. */
function keyOf({ code, values }: Props['content'], who: string): string {
  if (code === 'assigned' && values.to === (values.by ?? who)) return 'took';
  if (code === 'subject_changed' && !values.subject) return 'subject_removed';
  if (code === 'snoozed' && !values.until) return `snoozedUntil.${values.wake}`;
  if (code.startsWith('hand_over_') && values.queue && !values.to) return `${code}_queue`;
  if (code === 'woken' && values.snoozedBy) return 'wokenFor';
  return code === 'status_changed' && !values.label ? 'status_plain' : code;
}

type Props = { message: Message; content: Extract<Content, { kind: 'system' }> };

const SurveyLine = lazy(() =>
  import('../../surveys/SurveyLine.tsx').then((file) => ({ default: file.SurveyLine })),
);

const SacLine = lazy(() => import('../sac/SacLine.tsx').then((file) => ({ default: file.SacLine })));

/** Something that happened to the conversation. A code newer than this desk is shown as it is. */
export function SystemLine({ message, content }: Props) {
  const { t, i18n } = useTranslation('conversations');
  const who = message.author.name ?? t('author.system');
  const { by, priority, until, dueAt, status } = content.values;
  const channel = useChannelName(typeof content.values.channel === 'string' ? content.values.channel : null);
  const code = keyOf(content, who);
  const told = t(`system.${code}`, {
    count: 1,
    ...content.values,
    ...(channel ? { channel } : {}),
    by: by ?? who,
    ...(typeof status === 'string' ? { status: t(`status.${status}`) } : {}),
    ...(priority ? { priority: t(`priority.${priority}`).toLocaleLowerCase(i18n.language) } : {}),
    ...(typeof until === 'string' ? { until: momentOf(until, i18n.language) } : {}),
    ...(typeof dueAt === 'string' ? { dueAt: momentOf(dueAt, i18n.language) } : {}),
    defaultValue: content.code.replaceAll('_', ' '),
  });
  const { wake, note, label, why } = content.values;
  const words = [
    told,
    ...(code === 'snoozed' && wake ? [t(`snoozedFor.${wake}`)] : []),
    ...(label && code !== 'status_changed' ? [String(label)] : []),
    ...(why ? [t(`wokenBy.${why}`, { defaultValue: '' })] : []),
    ...(note ? [`“${note}”`] : []),
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <p className={classes.system} title={momentOf(message.at, i18n.language)}>
      {code.startsWith('survey_') ? (
        <Suspense fallback={null}>
          <SurveyLine code={code} values={content.values} conversationId={message.conversationId} />
        </Suspense>
      ) : code.startsWith('sac_') ? (
        <Suspense fallback={null}>
          <SacLine code={code} values={content.values} />
        </Suspense>
      ) : (
        words
      )}
    </p>
  );
}
