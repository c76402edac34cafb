import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type Ref, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './list.module.css';

type Props = { ref: Ref<HTMLInputElement>; value: string; onChange: (value: string) => void };

/** How long typing rests before it is looked for (ms). */
const pause = 250;

/** Search within the list: name, address, words, protocol number. */
export function ListSearchField({ ref, value, onChange }: Props) {
  const { t } = useTranslation('conversations');
  const [words, setWords] = useState(value);
  /** What the address was last told, and when it is told what is being typed. */
  const asked = useRef(value);
  const soon = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    // Words from elsewhere (a saved view, the way back) are taken over; an echo of what was typed is not news.
    if (value === asked.current) return;
    clearTimeout(soon.current);
    asked.current = value;
    setWords(value);
  }, [value]);
  useEffect(() => () => clearTimeout(soon.current), []);
  const type = (text: string) => {
    setWords(text);
    clearTimeout(soon.current);
    soon.current = setTimeout(() => {
      asked.current = text.trim();
      onChange(asked.current);
    }, pause);
  };
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
