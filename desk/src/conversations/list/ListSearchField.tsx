import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type Ref, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettled } from '../../ui/time.ts';
import classes from './list.module.css';

type Props = { ref: Ref<HTMLInputElement>; value: string; onChange: (value: string) => void };

/** Search within the list: name, address, words, protocol number. */
export function ListSearchField({ ref, value, onChange }: Props) {
  const { t } = useTranslation('conversations');
  const [words, setWords] = useState(value);
  const settled = useSettled(words.trim(), 250);
  useEffect(() => setWords(value), [value]);
  useEffect(() => {
    if (settled !== value && settled === words.trim()) onChange(settled);
  }, [settled, words, value, onChange]);
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
        words ? <CloseButton size="sm" aria-label={t('list.clear')} onClick={() => setWords('')} /> : null
      }
      onChange={(event) => setWords(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
    />
  );
}
