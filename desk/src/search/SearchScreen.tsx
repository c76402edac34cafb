import { ActionIcon, CloseButton, TextInput } from '@mantine/core';
import { IconFilter, IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../shell/keyboard.ts';
import page from '../ui/Page.module.css';
import { PageHeader } from '../ui/PageHeader.tsx';
import { useTyped } from '../ui/useTyped.ts';
import { chosenOf, type SearchAddress } from './address.ts';
import { Filters } from './Filters.tsx';
import { Results } from './Results.tsx';
import { Scope } from './Scope.tsx';
import classes from './search.module.css';
import { Things } from './Things.tsx';

/** Moves the keyboard to the next or the previous thing that was found; from the first one up, back to the words. */
function step(by: 1 | -1): void {
  const hits = [...document.querySelectorAll<HTMLElement>('[data-hit]')];
  const at = hits.indexOf(document.activeElement as HTMLElement);
  const next = hits[Math.min(hits.length - 1, Math.max(0, at + by))];
  const isAbove = by < 0 && at === 0;
  (isAbove ? document.querySelector<HTMLElement>('[role=searchbox]') : next)?.focus();
}

const steps = { j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1) };

/** Everything that was ever said, by its words. */
export function SearchScreen() {
  const { t } = useTranslation('search');
  const navigate = useNavigate();
  const address = useSearch({ from: '/search' });
  const field = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const change = useCallback(
    (next: SearchAddress) => void navigate({ to: '/search', search: next, replace: true }),
    [navigate],
  );
  const [typed, type] = useTyped(address.q ?? '', (q) => change({ ...address, q: q || undefined }));
  useEffect(() => field.current?.focus(), []);
  useShortcuts({
    '/': () => field.current?.select(),
    ...steps,
  });
  const chosen = chosenOf(address);
  return (
    <div className={page.screen}>
      <div className={page.top}>
        <div className={classes.top}>
          <PageHeader title={t('title')} text={t('text')} />
        </div>
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
              typed ? <CloseButton size="sm" aria-label={t('clear')} onClick={() => type('')} /> : null
            }
            onChange={(event) => type(event.currentTarget.value)}
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
        <Things address={address} />
      </div>
      <Results address={address} change={change} />
    </div>
  );
}
