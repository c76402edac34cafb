import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/queries.ts';
import { ListLoading } from '../ui/Loading.tsx';
import { ErrorState } from '../ui/States.tsx';
import { type About, NewTask } from './NewTask.tsx';
import { taskListQuery } from './queries.ts';
import { TaskDrawer } from './TaskDrawer.tsx';
import { TaskRow } from './TaskRow.tsx';
import classes from './tasks.module.css';

/** What is narrowed to, and what a new one is about: a customer's list shows all of theirs. */
type Props = { filter: About; about: About };

function List({ filter, about }: Props) {
  const { t } = useTranslation('tasks');
  const writes = useMay('tasks.write');
  const [adding, setAdding] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const [done, setDone] = useState(false);
  const list = useInfiniteQuery(taskListQuery({ ...filter, state: done ? 'done' : 'open' }, 10));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {list.isPending ? <ListLoading rows={2} /> : null}
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data && items.length === 0 ? (
        <p className={classes.soft}>{t(done ? 'none.done' : 'none.here')}</p>
      ) : null}
      <ul className={classes.list}>
        {items.map((task) => (
          <TaskRow key={task.id} task={task} onOpen={setOpen} small />
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button variant="subtle" size="xs" onClick={() => list.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
      <div className={classes.under}>
        {writes ? (
          <Button
            variant="light"
            size="xs"
            leftSection={<IconPlus size={15} />}
            onClick={() => setAdding(true)}
          >
            {t('new')}
          </Button>
        ) : null}
        <Button variant="subtle" size="xs" color="gray" aria-pressed={done} onClick={() => setDone(!done)}>
          {t(done ? 'showOpen' : 'showDone')}
        </Button>
      </div>
      {adding ? <NewTask {...about} onClose={() => setAdding(false)} /> : null}
      {open ? <TaskDrawer key={open} id={open} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

/** Tasks about somebody or something, with a way to make one. */
export function TasksOf({ title: Heading, className, ...of }: Props & { title?: 'h2'; className?: string }) {
  const { t } = useTranslation('tasks');
  const may = useMay('tasks.read');
  if (!may) return null;
  if (!Heading) return <List {...of} />;
  return (
    <section className={className} aria-label={t('title')}>
      <Heading className={classes.heading}>{t('title')}</Heading>
      <List {...of} />
    </section>
  );
}
