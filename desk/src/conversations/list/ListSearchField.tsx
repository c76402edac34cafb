import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useTyped } from '../../ui/useTyped.ts';
import classes from './list.module.css';

type Props = { ref: Ref<HTMLInputElement>; value: string; onChange: (value: string) => void };

/** Search within the list: name, address, words, protocol number. */
export function ListSearchField({ ref, value, onChange }: Props) {
  const { t } = useTranslation('conversations');
  const [words, type] = useTyped(value, onChange);
  return (
    <TextInput
      ref={ref}
      className={classes.search}
      type="search"
      value={words}
      maxLength={200}
      placeholder={t('list.search')}
      aria-label={t('list.search')}
      leftSection={<IconSearch size={16} />}
      rightSection={
        words ? <CloseButton size="sm" aria-label={t('list.clear')} onClick={() => type('')} /> : null
      }
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
    />
  );
}
