import { Popover } from '@mantine/core';
import type { ListSearch } from '../../app/search.ts';
import { FilterFields } from './FilterFields.tsx';
import { FilterButton } from './ListFilters.tsx';

type Props = { search: ListSearch; change: (some: Partial<ListSearch>) => void; chosen: number };

/** The filters, open when they come: they are loaded because somebody pressed the button. */
export function FilterPopover({ search, change, chosen }: Props) {
  return (
    <Popover width={280} position="bottom-end" shadow="md" trapFocus defaultOpened>
      <Popover.Target>
        <FilterButton chosen={chosen} />
      </Popover.Target>
      <Popover.Dropdown>
        <FilterFields search={search} change={change} chosen={chosen} />
      </Popover.Dropdown>
    </Popover>
  );
}
