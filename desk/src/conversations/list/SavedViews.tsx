import { ActionIcon, Menu } from '@mantine/core';
import type { SavedView } from '@meada/contract/routes/saved-views';
import { IconBookmarks, IconCheck, IconPencil, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/queries.ts';
import type { ListSearch } from '../../app/search.ts';
import { preferences } from '../../shell/preferences.ts';
import { ErrorState } from '../../ui/States.tsx';
import classes from './saved.module.css';
import { isSame, keptOf, savedViewsQuery, searchOf } from './saved.ts';

const SavedViewDialog = lazy(() =>
  import('./SavedViewDialog.tsx').then((file) => ({ default: file.SavedViewDialog })),
);

/** The server counts to this and no further. */
const cap = 1000;

type Props = { search: ListSearch; change: (some: Partial<ListSearch>) => void };

/** Views kept under a name, with what is in each; open when it comes: it is loaded because somebody pressed the button. */
export function SavedViews({ search, change }: Props) {
  const { t } = useTranslation('views');
  const me = useMe();
  const [opened, setOpened] = useState(true);
  const [editing, setEditing] = useState<SavedView | 'new' | null>(null);
  const list = useQuery({ ...savedViewsQuery, enabled: opened });
  const now = keptOf(search, preferences.get().view, me.personId);
  const items = list.data?.items ?? [];
  const groups = [
    { title: t('own'), views: items.filter((one) => !one.shared) },
    { title: t('shared'), views: items.filter((one) => one.shared) },
  ].filter(({ views }) => views.length > 0);
  const row = (one: SavedView) => (
    <div key={one.id} className={classes.row}>
      <Menu.Item
        leftSection={isSame(one.filters, now) ? <IconCheck size={15} /> : <span className={classes.blank} />}
        rightSection={<span className={classes.count}>{one.count >= cap ? '999+' : one.count}</span>}
        onClick={() => change(searchOf(one.filters, me.personId))}
      >
        <span className={classes.name}>{one.name}</span>
      </Menu.Item>
      {one.mayChange ? (
        <Menu.Item
          className={classes.edit}
          aria-label={t('change', { name: one.name })}
          title={t('change', { name: one.name })}
          onClick={() => setEditing(one)}
        >
          <IconPencil size={15} />
        </Menu.Item>
      ) : null}
    </div>
  );
  return (
    <>
      <Menu width={290} position="bottom-start" shadow="md" opened={opened} onChange={setOpened}>
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={t('title')} title={t('title')}>
            <IconBookmarks size={18} stroke={1.7} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown mah={460} style={{ overflowY: 'auto' }}>
          {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
          {groups.map(({ title, views }) => (
            <div key={title}>
              <Menu.Label>{title}</Menu.Label>
              {views.map(row)}
            </div>
          ))}
          {list.data && items.length === 0 ? <p className={classes.none}>{t('none')}</p> : null}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={15} />} onClick={() => setEditing('new')}>
            {t('save')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {editing ? (
        <Suspense fallback={null}>
          <SavedViewDialog
            view={editing === 'new' ? null : editing}
            now={now}
            onClose={() => setEditing(null)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
