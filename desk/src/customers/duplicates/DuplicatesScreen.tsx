import { ActionIcon, Button, Kbd, Progress, Select } from '@mantine/core';
import type { DuplicateFilter } from '@meada/contract/routes/duplicates';
import {
  IconArrowBackUp,
  IconChevronDown,
  IconChevronLeft,
  IconChevronUp,
  IconSettings,
  IconUsersGroup,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../shell/keyboard.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import page from '../../ui/Page.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { shareOf } from '../../ui/share.ts';
import pageClasses from '../customers.module.css';
import classes from './duplicates.module.css';
import { PairView } from './PairView.tsx';
import { SearchSettings } from './Settings.tsx';
import { useQueue } from './useQueue.ts';

type Queue = ReturnType<typeof useQueue>;

const filters: readonly DuplicateFilter[] = ['open', 'certain', 'likely', 'later', 'merged', 'different'];

/** The pairs, in short; the one in hand is marked and kept in sight. */
function PairList({ queue }: { queue: Queue }) {
  const { t, i18n } = useTranslation('duplicates');
  const box = useRef<HTMLUListElement>(null);
  const id = queue.current?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another pair in hand is the reason to look
  useEffect(() => {
    box.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [id]);
  return (
    <ul className={classes.list} ref={box} aria-label={t('title')}>
      {queue.items.map((pair, at) => {
        const [a, b] = pair.comparison.sides;
        return (
          <li key={pair.id}>
            <button type="button" aria-current={pair.id === id || undefined} onClick={() => queue.go(at)}>
              <strong>{a?.name ?? a?.display}</strong>
              <small>
                {b ? `${b.name ?? b.display} · ` : ''}
                {shareOf(Math.min(0.99, pair.score), i18n.language)}
              </small>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Steps({ queue }: { queue: Queue }) {
  const { t } = useTranslation('duplicates');
  return (
    <ActionIcon.Group>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t('previous')}
        title={`${t('previous')} (K)`}
        disabled={queue.place === 0 || queue.items.length === 0}
        onClick={() => queue.go(queue.place - 1)}
      >
        <IconChevronUp size={18} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t('next')}
        title={`${t('next')} (J)`}
        disabled={!queue.gone && queue.place >= queue.items.length - 1}
        onClick={() => queue.go(queue.place + 1)}
      >
        <IconChevronDown size={18} />
      </ActionIcon>
    </ActionIcon.Group>
  );
}

/** Filters with their counts, how far one has come, steps and the way back. */
function Bar({
  queue,
  filter,
  onFilter,
}: {
  queue: Queue;
  filter: DuplicateFilter;
  onFilter(to: DuplicateFilter): void;
}) {
  const { t, i18n } = useTranslation('duplicates');
  const number = (value: number) => new Intl.NumberFormat(i18n.language).format(value);
  const { counts, done } = queue;
  const all = (counts?.[filter] ?? 0) + done;
  return (
    <div className={classes.bar}>
      <Select
        aria-label={t('filter')}
        w={210}
        allowDeselect={false}
        value={filter}
        onChange={(value) => value && onFilter(value as DuplicateFilter)}
        data={filters.map((value) => ({
          value,
          label: counts ? `${t(`filters.${value}`)} (${number(counts[value])})` : t(`filters.${value}`),
        }))}
      />
      <div className={classes.progress} aria-live="polite">
        <span>{t('progress', { done: number(done), all: number(all) })}</span>
        <Progress value={all ? (100 * done) / all : 0} size="sm" aria-label={t('progressLabel')} />
      </div>
      <Button
        variant="default"
        leftSection={<IconArrowBackUp size={17} />}
        rightSection={<Kbd size="xs">U</Kbd>}
        disabled={done === 0 || queue.busy}
        onClick={() => queue.undo()}
      >
        {t('undo')}
      </Button>
      <Steps queue={queue} />
    </div>
  );
}

function Worked({ filter, onFilter }: { filter: DuplicateFilter; onFilter(to: DuplicateFilter): void }) {
  const { t } = useTranslation('duplicates');
  const queue = useQueue(filter);
  const { list, current, place } = queue;
  useShortcuts({
    j: () => queue.go(place + 1),
    k: () => queue.go(place - 1),
    u: () => queue.undo(),
  });
  const isEmpty = list.data && !current && !list.isFetchingNextPage;
  return (
    <>
      <div className={`${page.top} ${classes.top}`} style={{ borderTop: 0, paddingTop: 0 }}>
        <Bar queue={queue} filter={filter} onFilter={onFilter} />
      </div>
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.isPending ? <ListLoading rows={8} /> : null}
      {isEmpty ? (
        <EmptyState
          icon={IconUsersGroup}
          title={t(queue.done > 0 ? 'allDone' : `none.${filter}`)}
          text={t(queue.done > 0 ? 'allDoneText' : 'noneText')}
        />
      ) : null}
      {current ? (
        <div className={classes.body}>
          <PairList queue={queue} />
          <div className={classes.main}>
            <PairView
              key={current.id}
              pair={current}
              busy={queue.busy}
              gone={queue.gone}
              onNext={() => queue.go(place + 1)}
              onSettle={queue.settle}
              onReopen={() => void queue.reopen(current.id)}
            />
          </div>
        </div>
      ) : null}
    </>
  );
}

/** Records that may be one human, made to be worked fast. */
export function DuplicatesScreen() {
  const { t } = useTranslation('duplicates');
  const [filter, setFilter] = useState<DuplicateFilter>('open');
  const [open, setOpen] = useState(false);
  return (
    <div className={page.screen}>
      <div className={`${page.top} ${classes.top}`} style={{ borderBottom: 0, paddingBottom: 0 }}>
        <Link to="/customers" className={pageClasses.back}>
          <IconChevronLeft size={18} aria-hidden />
          {t('customers')}
        </Link>
        <PageHeader title={t('title')} text={t('text')}>
          <Button variant="default" leftSection={<IconSettings size={18} />} onClick={() => setOpen(true)}>
            {t('settings.open')}
          </Button>
        </PageHeader>
      </div>
      <Worked key={filter} filter={filter} onFilter={setFilter} />
      {open ? <SearchSettings onClose={() => setOpen(false)} /> : null}
    </div>
  );
}
