import { Button, Group, SegmentedControl, Switch } from '@mantine/core';
import { type Survey, settleSurvey } from '@meada/contract/routes/surveys';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay, usePeople } from '../../api/queries.ts';
import { answersQuery, type Mark, type ReportFilters } from '../../surveys/queries.ts';
import { RatingMark } from '../../surveys/RatingMark.tsx';
import classes from '../../surveys/surveys.module.css';
import { ExportMenu } from '../../ui/ExportMenu.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { momentOf } from '../../ui/time.ts';
import { complain } from '../../ui/toast.ts';
import { Section } from '../kit/Section.tsx';

const marks = ['all', 'good', 'neutral', 'bad'] as const;

/** A bad one is seen to by one person, and then rings for nobody. */
function Seen({ survey }: { survey: Survey }) {
  const { t } = useTranslation('surveys');
  const client = useQueryClient();
  const settle = useMutation({
    mutationFn: (seen: boolean) => call(settleSurvey, { params: { id: survey.id }, body: { seen } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.surveys }),
    onError: complain,
  });
  return (
    <Button
      size="compact-sm"
      variant={survey.seenAt ? 'subtle' : 'light'}
      loading={settle.isPending}
      onClick={() => settle.mutate(survey.seenAt === null)}
    >
      {t(survey.seenAt ? 'seen.undo' : 'seen.do')}
    </Button>
  );
}

function One({ survey }: { survey: Survey }) {
  const { t, i18n } = useTranslation('surveys');
  const person = usePeople().find(({ id }) => id === survey.personId);
  const reports = useMay('reports.read');
  return (
    <li className={classes.said}>
      <span>
        {survey.rating ? <RatingMark rating={survey.rating} label /> : <small>{t('unanswered')}</small>}{' '}
        <Link to="/conversations/$conversationId" params={{ conversationId: survey.conversationId }}>
          {survey.customer.name ?? survey.customer.display}
        </Link>{' '}
        <small>{survey.protocol}</small>
      </span>
      {reports && survey.rating?.mark === 'bad' ? <Seen survey={survey} /> : <span />}
      {survey.comment ? <p>{survey.comment}</p> : null}
      <small>
        {[person?.name, momentOf(survey.ratedAt ?? survey.sentAt ?? survey.dueAt, i18n.language)]
          .filter(Boolean)
          .join(' · ')}
      </small>
    </li>
  );
}

/** What customers answered, newest first. */
export function Answers({ filters }: { filters: ReportFilters }) {
  const { t } = useTranslation('surveys');
  const [mark, setMark] = useState<(typeof marks)[number]>('all');
  const [commented, setCommented] = useState(false);
  const wanted = {
    ...filters,
    ...(mark === 'all' ? {} : { mark: mark as Mark }),
    ...(commented ? { commented: 'true' as const } : {}),
  };
  const list = useInfiniteQuery(answersQuery(wanted));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const reports = useMay('reports.read');
  return (
    <Section
      title={t('answers')}
      actions={
        reports ? (
          <ExportMenu lists={[{ path: '/api/exports/surveys' }]} filters={wanted} permission="reports.read" />
        ) : null
      }
    >
      <Group gap="sm" mb="xs">
        <SegmentedControl
          size="xs"
          aria-label={t('filter.label')}
          value={mark}
          onChange={(next) => setMark(next as (typeof marks)[number])}
          data={marks.map((one) => ({ value: one, label: t(`filter.${one}`) }))}
        />
        <Switch
          label={t('filter.commented')}
          checked={commented}
          onChange={(event) => setCommented(event.currentTarget.checked)}
        />
      </Group>
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.isPending ? <ListLoading rows={3} /> : null}
      {list.data && items.length === 0 ? <p>{t('filter.none')}</p> : null}
      <ul className={classes.list}>
        {items.map((survey) => (
          <One key={survey.id} survey={survey} />
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </Section>
  );
}
