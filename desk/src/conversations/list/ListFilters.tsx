import { ActionIcon, Indicator } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { lazyRouteComponent } from '@tanstack/react-router';
import { type ComponentProps, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListSearch } from '../../app/search.ts';
import { useLater } from '../../app/settled.ts';

const FilterPopover = lazyRouteComponent(() => import('./FilterPopover.tsx'), 'FilterPopover');
const loadPopover = () => FilterPopover.preload?.();

type Props = { search: ListSearch; change: (some: Partial<ListSearch>) => void };

/** The button, with how many filters are chosen. */
export function FilterButton({ chosen, ...rest }: { chosen: number } & ComponentProps<'button'>) {
  const { t } = useTranslation('conversations');
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={t('filter.title', { count: chosen })}
      aria-haspopup="dialog"
      {...rest}
    >
      <IconAdjustmentsHorizontal size={18} stroke={1.7} />
    </ActionIcon>
  );
}

/** What the list is narrowed to; it stands in the address. The fields' code comes after the first screen. */
export function ListFilters({ search, change }: Props) {
  const [wanted, setWanted] = useState(false);
  useLater(loadPopover);
  const { status, inbox, label, team, who, side, rating } = search;
  const chosen = [status, inbox, label, team, who, side, rating].filter(Boolean).length;
  const button = <FilterButton chosen={chosen} onClick={() => setWanted(true)} />;
  return (
    <Indicator disabled={chosen === 0} label={chosen} size={16} offset={4}>
      {wanted ? (
        <Suspense fallback={button}>
          <FilterPopover search={search} change={change} chosen={chosen} />
        </Suspense>
      ) : (
        button
      )}
    </Indicator>
  );
}
