import { ActionIcon, CloseButton, TextInput } from '@mantine/core';
import { IconFilter, IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../shell/keyboard.ts';
import { PageHeader } from '../ui/PageHeader.tsx';
import { useSettled } from '../ui/time.ts';
import { chosenOf, type SearchAddress } from './address.ts';
import { Filters } from './Filters.tsx';
import { Results } from './Results.tsx';
import { Scope } from './Scope.tsx';
import classes from './search.module.css';

/** Moves the keyboard to the next or the previous thing that was found. */
function step(by: 1 | -1): void {
  const hits = [...document.querySelectorAll<HTMLElement>('[data-hit]')];
  const at = hits.indexOf(document.activeElement as HTMLElement);
  hits[Math.min(hits.length - 1, Math.max(0, at + by))]?.focus();
}

const steps = { j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1) };

/** Everything that was ever said, by its words. */
export function SearchScreen() {
  const { t } = useTranslation('search');
  const navigate = useNavigate();
  const address = useSearch({ from: '/search' });
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(address.q ?? '');
  const [open, setOpen] = useState(false);
  const words = useSettled(typed, 250);
  const change = useCallback(
    (next: SearchAddress) => void navigate({ to: '/search', search: next, replace: true }),
    [navigate],
  );
  const asked = useRef(address.q ?? '');
  useEffect(() => {
    // Words from elsewhere (the palette, the way back) are taken over; those typed here go into the address.
    if ((address.q ?? '') !== asked.current) setTyped(address.q ?? '');
    asked.current = address.q ?? '';
  }, [address.q]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed changes the words of the address
  useEffect(() => {
    if (words === asked.current || words !== typed) return;
    asked.current = words;
    change({ ...address, q: words || undefined });
  }, [words]);
  useEffect(() => field.current?.focus(), []);
  useShortcuts({
    '/': () => field.current?.select(),
    ...steps,
  });
  const chosen = chosenOf(address);
  return (
    <div className={classes.screen}>
      <div className={classes.top}>
        <PageHeader title={t('title')} text={t('text')} />
        <div className={classes.line}>
          <TextInput
            ref={field}
            type="text"
            role="searchbox"
            className={classes.field}
            value={typed}
            maxLength={200}
            placeholder={t('placeholder')}
            aria-label={t('title')}
            leftSection={<IconSearch size={18} />}
            rightSection={
              typed ? <CloseButton size="sm" aria-label={t('clear')} onClick={() => setTyped('')} /> : null
            }
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') step(1);
              if (event.key === 'Escape') event.currentTarget.blur();
            }}
          />
          <ActionIcon
            variant={chosen > 0 ? 'light' : 'default'}
            size="lg"
            className={classes.narrow}
            aria-label={t('filtersCount', { count: chosen })}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <IconFilter size={18} />
          </ActionIcon>
        </div>
        <Scope address={address} change={change} />
        <div className={classes.fold} data-open={open || undefined}>
          <Filters address={address} change={change} />
        </div>
      </div>
      <Results address={address} change={change} />
    </div>
  );
}
