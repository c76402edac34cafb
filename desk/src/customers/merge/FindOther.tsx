import { Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Face } from '../../ui/Face.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { useSettled } from '../../ui/time.ts';
import classes from '../customers.module.css';
import { customerListQuery } from '../queries.ts';

/** Most shown: who is not among them is found by typing more. */
const most = 8;

type Props = { selves: string[]; kind?: 'human' | 'company'; onChoose(id: string): void };

/** Finds another record by name or address. */
export function FindOther({ selves, kind, onChoose }: Props) {
  const { t } = useTranslation('customers');
  const [typed, setTyped] = useState('');
  const wanted = useSettled(typed.trim());
  const list = useInfiniteQuery(customerListQuery(wanted, kind ? { kind } : undefined));
  const found = (list.data?.pages[0]?.items ?? []).filter((one) => !selves.includes(one.id)).slice(0, most);
  return (
    <>
      <TextInput
        leftSection={<IconSearch size={18} />}
        placeholder={t('search')}
        aria-label={t('search')}
        value={typed}
        maxLength={200}
        data-autofocus
        mb="sm"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div style={{ minHeight: 300 }} aria-live="polite">
        {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
        {list.isPending ? <ListLoading rows={4} /> : null}
        {list.data && found.length === 0 ? (
          <Text size="sm" c="dimmed" p="sm">
            {t('nothing')}
          </Text>
        ) : null}
        <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {found.map((one) => (
            <li key={one.id}>
              <button type="button" className={classes.found} onClick={() => onChoose(one.id)}>
                <Face name={one.name} id={one.id} url={one.avatarUrl} size={34} />
                <span>
                  <span style={{ fontWeight: 600, display: 'block' }} className={classes.cut}>
                    {one.name ?? one.display}
                  </span>
                  <span className={classes.soft} style={{ fontSize: 13 }}>
                    {[one.email, one.phone].filter(Boolean).join(' · ')}
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
