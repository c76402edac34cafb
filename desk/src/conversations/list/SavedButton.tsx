import { ActionIcon } from '@mantine/core';
import { IconBookmarks } from '@tabler/icons-react';
import { lazyRouteComponent } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListSearch } from '../../app/search.ts';

const SavedViews = lazyRouteComponent(() => import('./SavedViews.tsx'), 'SavedViews');

type Props = { search: ListSearch; change: (some: Partial<ListSearch>) => void };

/** The way to the saved views; their code comes with the first press. */
export function SavedButton({ search, change }: Props) {
  const { t } = useTranslation('conversations');
  const [wanted, setWanted] = useState(false);
  const button = (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={t('list.saved')}
      title={t('list.saved')}
      aria-haspopup="menu"
      onClick={() => setWanted(true)}
    >
      <IconBookmarks size={18} stroke={1.7} />
    </ActionIcon>
  );
  return wanted ? (
    <Suspense fallback={button}>
      <SavedViews search={search} change={change} />
    </Suspense>
  ) : (
    button
  );
}
