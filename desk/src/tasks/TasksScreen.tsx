import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import type { Task, TaskView } from '@meada/contract/routes/tasks';
import { IconChecklist, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, usePeople } from '../api/queries.ts';
import { Look } from '../settings/kit/Look.tsx';
import { NotAllowed } from '../settings/kit/NotAllowed.tsx';
import { useShortcuts } from '../shell/keyboard.ts';
import { ListLoading } from '../ui/Loading.tsx';
import page from '../ui/Page.module.css';
import { PageHeader } from '../ui/PageHeader.tsx';
import { EmptyState, ErrorState } from '../ui/States.tsx';
import { useNow, useSettled } from '../ui/time.ts';
import { type Group, groupOf, groups } from './due.ts';
import { NewTask } from './NewTask.tsx';
import { type TaskFilters, taskCountsQuery, taskListQuery } from './queries.ts';
import { TaskDrawer } from './TaskDrawer.tsx';
import { TaskRow } from './TaskRow.tsx';
import classes from './tasks.module.css';

const views = ['mine', 'team', 'given', 'unowned', 'all'] as const satisfies readonly TaskView[];

/** Open tasks under when they are due, done ones as they were done. */
function Groups({
  items,
  done,
  onOpen,
}: {
  items: readonly Task[];
  done: boolean;
  onOpen(id: string): void;
}) {
  const { t } = useTranslation('tasks');
  const now = useNow();
  const rows = (list: readonly Task[]) => (
    <ul className={classes.list}>
      {list.map((task) => (
        <TaskRow key={task.id} task={task} onOpen={onOpen} />
      ))}
    </ul>
  );
  if (done) return rows(items);
  const by = new Map<Group, Task[]>(groups.map((group) => [group, []]));
  for (const task of items) by.get(groupOf(task, now))?.push(task);
  return groups.map((group) => {
    const list = by.get(group) ?? [];
    if (list.length === 0) return null;
    return (
      <section key={group} aria-label={t(`group.${group}`)}>
        <h2 className={classes.group} data-group={group}>
          {t(`group.${group}`)} <small>{list.length}</small>
        </h2>
        {rows(list)}
      </section>
    );
  });
}

/** Goes from task to task with the keys; ticks the one that has the focus, or hands it on. */
function useKeys(
  body: React.RefObject<HTMLDivElement | null>,
  more: { add: (() => void) | null; find(): void },
) {
  const rows = () => [...(body.current?.querySelectorAll<HTMLElement>('li[data-task]') ?? [])];
  const here = () => rows().findIndex((row) => row.contains(document.activeElement));
  const step = (by: 1 | -1) => {
    const list = rows();
    const at = here();
    const next =
      list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + by, 0), list.length - 1)];
    next?.querySelector<HTMLElement>('button')?.focus();
  };
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    ...Object.fromEntries([['ArrowDown', () => step(1)] as const, ['ArrowUp', () => step(-1)] as const]),
    x: () => rows()[here()]?.querySelector<HTMLElement>('input[type=checkbox]')?.click(),
    t: () => rows()[here()]?.querySelector<HTMLElement>('button[data-transfer]')?.click(),
    n: () => more.add?.(),
    '/': more.find,
  });
}

/** On a phone the views have no room beside each other: the one that is shown is before the eyes. */
function useInSight(view: TaskView, counted: boolean) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: counts make the words before it longer
  useEffect(() => {
    const chosen = box.current?.querySelector(`input[value="${view}"]`)?.nextElementSibling;
    chosen?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [view, counted]);
  return box;
}

function Tasks() {
  const { t } = useTranslation('tasks');
  const navigate = useNavigate();
  const { _splat = '' } = useParams({ strict: false }) as { _splat?: string };
  const [first, id] = _splat.split('/').filter(Boolean);
  const view = views.find((one) => one === first) ?? 'mine';
  const [state, setState] = useState<'open' | 'done'>('open');
  const [words, setWords] = useState('');
  const [personId, setPersonId] = useState<string | undefined>();
  const [adding, setAdding] = useState(false);
  const query = useSettled(words.trim()) || undefined;
  const filters: TaskFilters = { view, state, query, personId: view === 'mine' ? undefined : personId };
  const list = useInfiniteQuery(taskListQuery(filters));
  const counts = useQuery(taskCountsQuery).data;
  const people = usePeople();
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const writes = useMay('tasks.write');
  const tabs = useInSight(view, counts !== undefined);
  const field = useRef<HTMLInputElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const go = (place: string) => void navigate({ to: '/tasks/$', params: { _splat: place } });
  const add = writes ? () => setAdding(true) : null;
  useKeys(body, { add, find: () => field.current?.focus() });
  const narrowed = query !== undefined || filters.personId !== undefined;
  return (
    <div className={page.screen} data-ground>
      <div className={page.top}>
        <PageHeader title={t('title')}>
          {add ? (
            <Button leftSection={<IconPlus size={18} />} onClick={add}>
              {t('new')}
            </Button>
          ) : null}
        </PageHeader>
        <div className={page.filters}>
          <div className={classes.views} ref={tabs}>
            <SegmentedControl
              aria-label={t('view.label')}
              value={view}
              onChange={go}
              data={views.map((one) => {
                const count = counts?.[one] ?? 0;
                return { value: one, label: count > 0 ? `${t(`view.${one}`)} ${count}` : t(`view.${one}`) };
              })}
            />
          </div>
          <TextInput
            ref={field}
            type="search"
            className={classes.words}
            aria-label={t('search')}
            placeholder={t('search')}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          {view === 'mine' ? null : (
            <Select
              aria-label={t('field.people')}
              placeholder={t('anybody')}
              clearable
              searchable
              data={people.map(({ id: value, name }) => ({ value, label: name }))}
              value={personId ?? null}
              onChange={(next) => setPersonId(next ?? undefined)}
            />
          )}
          <SegmentedControl
            aria-label={t('state.label')}
            value={state}
            onChange={(next) => setState(next as 'open' | 'done')}
            data={(['open', 'done'] as const).map((one) => ({ value: one, label: t(`state.${one}`) }))}
          />
        </div>
      </div>
      <div className={classes.body} ref={body}>
        {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
        {list.isPending ? <ListLoading rows={6} /> : null}
        {list.data && items.length === 0 ? (
          <EmptyState
            icon={IconChecklist}
            title={t(narrowed ? 'none.filtered' : state === 'done' ? 'none.done' : `none.${view}`)}
            text={narrowed || state === 'done' ? undefined : t('none.text')}
          >
            {add && !narrowed && state === 'open' && view === 'mine' ? (
              <Button leftSection={<IconPlus size={18} />} onClick={add}>
                {t('new')}
              </Button>
            ) : null}
          </EmptyState>
        ) : null}
        <Groups items={items} done={state === 'done'} onOpen={(task) => go(`${view}/${task}`)} />
        {list.hasNextPage ? (
          <Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {t('more')}
          </Button>
        ) : null}
      </div>
      {adding ? <NewTask onClose={() => setAdding(false)} /> : null}
      {id ? <TaskDrawer key={id} id={id} onClose={() => go(view)} /> : null}
    </div>
  );
}

/** /tasks/$: what I and others have to do, with a task open over it. */
export function TasksScreen() {
  const may = useMay('tasks.read');
  return <Look>{may ? <Tasks /> : <NotAllowed />}</Look>;
}
