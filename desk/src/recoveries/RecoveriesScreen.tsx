import { SegmentedControl, Switch } from '@mantine/core';
import { IconArrowBackUp, IconMoodSmile } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/queries.ts';
import { StartHost } from '../conversations/start/StartHost.tsx';
import { useShortcuts } from '../shell/keyboard.ts';
import { ListLoading } from '../ui/Loading.tsx';
import page from '../ui/Page.module.css';
import { PageHeader } from '../ui/PageHeader.tsx';
import { EmptyState, ErrorState } from '../ui/States.tsx';
import { Bulk } from './Bulk.tsx';
import { Card } from './Card.tsx';
import { recoveriesQuery, type Tab } from './queries.ts';
import { Report } from './Report.tsx';
import classes from './recoveries.module.css';

const tabs: readonly Tab[] = ['open', 'tried', 'settled'];

/** Moves the keyboard to the next or the previous card. */
function step(by: 1 | -1): void {
  const cards = [...document.querySelectorAll<HTMLElement>('[data-card]')];
  const at = cards.indexOf(document.activeElement?.closest('[data-card]') as HTMLElement);
  cards[Math.min(cards.length - 1, Math.max(0, at + by))]?.focus();
}

const focused = (): HTMLElement | null => document.activeElement?.closest<HTMLElement>('[data-card]') ?? null;
const steps = { j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1) };

/** Which of those that are shown are picked: who has gone from the list is not. */
function usePicked(shown: readonly string[]) {
  const [chosen, setPicked] = useState<ReadonlySet<string>>(new Set());
  const picked = new Set(shown.filter((id) => chosen.has(id)));
  return {
    picked,
    clear: () => setPicked(new Set()),
    all: () => setPicked(new Set(shown)),
    toggle: (id: string) =>
      setPicked(new Set(picked.has(id) ? [...picked].filter((one) => one !== id) : [...picked, id])),
  };
}

/** Who left without what they came for, to be won back. */
export function RecoveriesScreen() {
  const { t } = useTranslation('recoveries');
  const [tab, setTab] = useState<Tab>('open');
  const [mine, setMine] = useState(false);
  const { data, error, refetch } = useQuery(recoveriesQuery(tab, mine));
  const sees = useMay('reports.read');
  const may = useMay('conversations.reply') && tab !== 'settled';
  const { picked, clear, all, toggle } = usePicked(may ? (data?.items ?? []).map(({ id }) => id) : []);
  /** What is picked is let go; who works by keyboard goes on where they were. */
  const letGo = () => {
    const at =
      focused() ?? document.querySelector<HTMLElement>(`[data-card][data-id="${[...picked].at(-1)}"]`);
    clear();
    at?.focus();
  };
  const toggleFocused = () => {
    const id = focused()?.dataset.id;
    if (id && may) toggle(id);
  };
  useShortcuts({
    ...steps,
    x: toggleFocused,
    o: () => focused()?.querySelector<HTMLButtonElement>('[data-go]')?.click(),
    ...(picked.size > 0 ? { Escape: letGo } : {}),
  });
  const counted = (one: Tab): string => {
    const count = one === 'settled' ? 0 : (data?.counts[one] ?? 0);
    return count > 0 ? `${t(`tab.${one}`)} (${count})` : t(`tab.${one}`);
  };
  return (
    <div className={`${page.screen} ${classes.screen}`}>
      <div className={page.top}>
        <PageHeader title={t('title')} text={t('text')} />
        {sees ? <Report /> : null}
        <div className={classes.bar}>
          <SegmentedControl
            className={classes.tabs}
            value={tab}
            onChange={(value) => setTab(value as Tab)}
            data={tabs.map((one) => ({ value: one, label: counted(one) }))}
          />
          <Switch
            label={t('mine')}
            checked={mine}
            onChange={(event) => setMine(event.currentTarget.checked)}
          />
        </div>
      </div>
      <div className={classes.list}>
        {picked.size > 0 ? (
          <Bulk picked={picked} onDone={letGo} onAll={all} />
        ) : may && data && data.items.length > 1 ? (
          <p className={classes.hint}>{t('bulk.hint')}</p>
        ) : null}
        {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
        {!data && !error ? <ListLoading rows={5} /> : null}
        {data?.items.length === 0 ? (
          <EmptyState
            icon={tab === 'open' ? IconMoodSmile : IconArrowBackUp}
            title={t(`none.${tab}`)}
            text={t('none.text')}
          />
        ) : null}
        <ul className={classes.cards}>
          {data?.items.map((one) => (
            <Card
              key={one.id}
              one={one}
              picked={picked.has(one.id)}
              onPick={may ? () => toggle(one.id) : null}
            />
          ))}
        </ul>
        {data?.more ? <p className={classes.more}>{t('more')}</p> : null}
      </div>
      <StartHost />
    </div>
  );
}
