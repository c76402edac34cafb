import { ActionIcon } from '@mantine/core';
import { IconPencilPlus } from '@tabler/icons-react';
import { lazyRouteComponent } from '@tanstack/react-router';
import { Suspense, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/queries.ts';
import { settled, settleSoon } from '../../app/settled.ts';
import { useStore } from '../../live/store.ts';
import { useShortcuts } from '../../shell/keyboard.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { CallbackLine } from '../callbacks/CallbackLine.tsx';
import screen from '../Screen.module.css';
import { openStart, StartHost } from '../start/StartHost.tsx';
import { ListFilters } from './ListFilters.tsx';
import { ListSearchField } from './ListSearchField.tsx';
import { ListViews } from './ListViews.tsx';
import classes from './list.module.css';
import { NothingListed } from './NothingListed.tsx';
import { Rows } from './Rows.tsx';
import { SavedButton } from './SavedButton.tsx';
import { filtersOf, useList, useListSearch } from './useList.ts';
import { useTogether } from './useTogether.ts';
import { WorkRoom } from './WorkRoom.tsx';

const RecoveryLine = lazyRouteComponent(() => import('../../recoveries/RecoveryLine.tsx'), 'RecoveryLine');
const DutyList = lazyRouteComponent(() => import('../public/DutyList.tsx'), 'DutyList');

/** What stands above the list is drawn before grey lines would be, unless it takes longer than this (ms). */
const aboveTakes = 1200;

/** The left side: views, filters, search and the conversations themselves. */
export function ListPane() {
  const { t } = useTranslation('conversations');
  const { search, change } = useListSearch();
  const field = useRef<HTMLInputElement>(null);
  const mayStart = useMay('conversations.reply');
  const filters = useMemo(() => filtersOf(search), [search]);
  // What is owed is a list of its own; a search looks through conversations there, too.
  const owed = filters.view === 'public' && !search.q;
  const list = useList(filters, !owed);
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const narrowed = Boolean(
    search.q || search.inbox || search.team || search.who || search.label || search.status || search.side,
  );
  const quiet = useStore(settled);
  const here = owed || list.data !== undefined;
  const together = useTogether(here || list.isError);
  useEffect(() => {
    if (here && together) settleSoon();
  }, [here, together]);
  useShortcuts({
    '/': () => field.current?.focus(),
    c: () => mayStart && openStart(),
    'g m': () => change({ view: 'mine' }),
    'g n': () => change({ view: 'unassigned' }),
    'g w': () => change({ view: 'waiting' }),
    'g a': () => change({ view: 'all' }),
    'g p': () => change({ view: 'public' }),
    'g d': () => change({ view: 'scheduled' }),
  });
  return (
    <section className={screen.list} aria-label={t('list.label')}>
      <div className={classes.head}>
        <h1 className={classes.title}>{t('list.title')}</h1>
        <SavedButton search={search} change={change} />
        <ListFilters search={search} change={change} />
        {mayStart ? (
          <ActionIcon
            title={t('list.start')}
            variant="filled"
            size="lg"
            onClick={() => openStart()}
            aria-label={t('list.start')}
          >
            <IconPencilPlus size={19} stroke={1.7} />
          </ActionIcon>
        ) : null}
      </div>
      <div className={classes.above} data-waits={together ? undefined : ''}>
        {mayStart ? <WorkRoom /> : null}
        <ListSearchField ref={field} value={search.q ?? ''} onChange={(q) => change({ q: q || undefined })} />
        <ListViews view={filters.view} onChange={(view) => change({ view })} />
      </div>
      {together ? <CallbackLine /> : null}
      {owed && together ? (
        <Suspense fallback={<ListLoading rows={8} />}>
          <DutyList />
        </Suspense>
      ) : null}
      {together ? null : <ListLoading rows={8} after={aboveTakes} />}
      {list.isPending && !owed && together ? <ListLoading rows={8} /> : null}
      {list.isError && items.length === 0 && together ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} />
      ) : null}
      {list.isSuccess && items.length === 0 && !owed && together ? (
        <NothingListed view={filters.view} narrowed={narrowed} change={change} />
      ) : null}
      {items.length > 0 && !owed && together ? <Rows items={items} list={list} filters={filters} /> : null}
      <Suspense fallback={null}>{quiet ? <RecoveryLine /> : null}</Suspense>
      <StartHost />
    </section>
  );
}
