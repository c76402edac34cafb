import { Button, CloseButton, TextInput } from '@mantine/core';
import {
  IconFilter,
  IconRosetteDiscountCheck,
  IconSearch,
  IconUserPlus,
  IconUsers,
  IconZoomExclamation,
} from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannels, useMay } from '../../api/queries.ts';
import { useStore } from '../../live/store.ts';
import { useShortcuts } from '../../shell/keyboard.ts';
import { listedAddress, phoneWords, useAddressWords } from '../../ui/address.ts';
import { ChannelBadge } from '../../ui/ChannelBadge.tsx';
import { ExportMenu } from '../../ui/ExportMenu.tsx';
import { Face } from '../../ui/Face.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import page from '../../ui/Page.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { useSettled } from '../../ui/time.ts';
import classes from '../customers.module.css';
import { type CustomerFilters, customerListQuery } from '../queries.ts';
import narrowing from './filters.module.css';
import { ListFilters } from './ListFilters.tsx';
import { NewCustomer } from './NewCustomer.tsx';
import { ToDuplicates } from './ToDuplicates.tsx';
import { words } from './words.ts';

const rowHeight = 64;
type Item = {
  id: string;
  name: string | null;
  display: string;
  avatarUrl: string | null;
  verified: boolean;
  email: string | null;
  phone: string | null;
  addressKinds: string[];
  seenAt: string;
};

/** Channels a customer can be met on, by their kinds of address: an address of a platform is known by its sign. */
function Ways({ kinds }: { kinds: readonly string[] }) {
  const channels = useChannels();
  const found = kinds.flatMap(
    (kind) => channels.find((one) => one.identityKinds?.some((own) => own.kind === kind))?.id ?? [],
  );
  return (
    <span className={narrowing.ways}>
      {[...new Set(found)].slice(0, 4).map((id) => (
        <ChannelBadge key={id} channel={id} size={16} />
      ))}
    </span>
  );
}

function CustomerRow({ one }: { one: Item }) {
  const { t } = useTranslation('customers');
  const name = one.name ?? one.display;
  const { kindOf } = useAddressWords();
  const known = one.email ?? listedAddress(one.phone ?? (one.display === name ? '' : one.display));
  // Two of one name are told apart by where they write from, when nothing better is known.
  const address = known || kindOf(one.addressKinds[0] ?? '');
  return (
    <Link to="/customers/$customerId" params={{ customerId: one.id }} className={classes.row}>
      <Face name={one.name} id={one.id} url={one.avatarUrl} size={40} />
      <span>
        <span className={classes.name}>
          <span title={name}>{name}</span>
          {one.verified ? (
            <IconRosetteDiscountCheck
              size={17}
              className={classes.verified}
              role="img"
              aria-label={t('verified')}
            />
          ) : null}
        </span>
        <span className={`${classes.under} ${classes.cut}`}>
          <Ways kinds={one.addressKinds} /> {address}
        </span>
      </span>
      <span className={`${classes.email} ${classes.cut} ${classes.soft}`}>
        <Ways kinds={one.addressKinds} /> {one.email ?? (one.phone ? '' : address)}
      </span>
      <span className={`${classes.phone} ${classes.cut} ${classes.soft}`}>
        {one.phone ? phoneWords(one.phone) : null}
      </span>
      <span className={classes.seen}>
        <RelativeTime at={one.seenAt} />
      </span>
    </Link>
  );
}

type RowsProps = { items: Item[]; more: boolean; onMore(): void };

function Rows({ items, more, onMore }: RowsProps) {
  const { t } = useTranslation('customers');
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => items[index]?.id ?? index,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= items.length - 15) onMore();
  }, [more, last, items.length, onMore]);
  return (
    <div ref={box} className={classes.rows}>
      <ul style={{ height: virtual.getTotalSize() }} aria-label={t('title')}>
        {shown.map(({ key, index, start }) => {
          const one = items[index];
          return one ? (
            <li key={key} className={classes.item} style={{ transform: `translateY(${start}px)` }}>
              <CustomerRow one={one} />
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}

/** Everybody who ever wrote, newest activity first; found by name or address. */
export function CustomerList() {
  const { t } = useTranslation('customers');
  const may = useMay('customers.write');
  const imports = useMay('customers.import');
  const field = useRef<HTMLInputElement>(null);
  const [adding, setAdding] = useState(false);
  const [filters, setFilters] = useState<CustomerFilters>({});
  const typed = useStore(words);
  const wanted = useSettled(typed.trim());
  const list = useInfiniteQuery(customerListQuery(wanted, filters));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const { fetchNextPage, isFetchingNextPage, hasNextPage } = list;
  useShortcuts({ '/': () => field.current?.focus() });
  const clear = () => {
    words.set(() => '');
    field.current?.focus();
  };
  const empty = list.data && items.length === 0;
  const narrowed = Object.values(filters).some((value) => value !== undefined);
  return (
    <div className={page.screen}>
      <div className={page.top}>
        <PageHeader title={t('title')} text={t('text')}>
          <ToDuplicates />
          <ExportMenu
            lists={[{ path: '/api/exports/customers' }]}
            filters={{ ...filters, query: wanted || undefined }}
          />
          <Button
            component={Link}
            to="/segments/$"
            params={{ _splat: '' } as never}
            variant="default"
            leftSection={<IconFilter size={18} />}
          >
            {t('segments')}
          </Button>
          {may ? (
            <Button leftSection={<IconUserPlus size={18} />} onClick={() => setAdding(true)}>
              {t('add.title')}
            </Button>
          ) : null}
        </PageHeader>
        <div className={narrowing.line}>
          <TextInput
            ref={field}
            type="text"
            role="searchbox"
            maw={520}
            leftSection={<IconSearch size={18} />}
            rightSection={typed ? <CloseButton size="sm" aria-label={t('clear')} onClick={clear} /> : null}
            placeholder={t('search')}
            aria-label={t('search')}
            value={typed}
            maxLength={200}
            onChange={(event) => {
              const { value } = event.currentTarget;
              words.set(() => value);
            }}
            onKeyDown={(event) => event.key === 'Escape' && clear()}
          />
          <ListFilters filters={filters} onChange={setFilters} />
        </div>
      </div>
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.isPending ? <ListLoading rows={9} /> : null}
      {empty && (wanted || narrowed) ? (
        <EmptyState
          icon={IconZoomExclamation}
          title={t('nothing')}
          text={t('nothingText', { words: wanted })}
        />
      ) : null}
      {empty && !wanted && !narrowed ? (
        <EmptyState icon={IconUsers} title={t('none')} text={t('noneText')}>
          {imports ? (
            <Button component={Link} to="/settings/$" params={{ _splat: 'imports' } as never} variant="light">
              {t('import')}
            </Button>
          ) : null}
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <Rows
          key={`${wanted} ${JSON.stringify(filters)}`}
          items={items}
          more={hasNextPage && !isFetchingNextPage}
          onMore={fetchNextPage}
        />
      ) : null}
      {adding ? <NewCustomer onClose={() => setAdding(false)} /> : null}
    </div>
  );
}
