import { ActionIcon, Indicator, Popover } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListSearch } from '../../app/search.ts';

const FilterFields = lazy(() =>
  import('./FilterFields.tsx').then((file) => ({ default: file.FilterFields })),
);

type Props = { search: ListSearch; change: (some: Partial<ListSearch>) => void };

/** What the list is narrowed to; it stands in the address. */
export function ListFilters({ search, change }: Props) {
  const { t } = useTranslation('conversations');
  const chosen = [search.status, search.inbox, search.label, search.team, search.who].filter(Boolean).length;
  return (
    <Popover width={280} position="bottom-end" shadow="md" trapFocus>
      <Indicator disabled={chosen === 0} label={chosen} size={16} offset={4}>
        <Popover.Target>
          <ActionIcon variant="default" size="lg" aria-label={t('filter.title', { count: chosen })}>
            <IconAdjustmentsHorizontal size={18} stroke={1.7} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown>
        <Suspense fallback={null}>
          <FilterFields search={search} change={change} chosen={chosen} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
