import { ActionIcon, Select, Title } from '@mantine/core';
import { IconMaximize, IconMinimize, IconStack2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/queries.ts';
import { connection } from '../live/presence.ts';
import { useStore } from '../live/store.ts';
import { NotAllowed } from '../settings/kit/NotAllowed.tsx';
import { ListLoading } from '../ui/Loading.tsx';
import { EmptyState, ErrorState } from '../ui/States.tsx';
import { useTick } from '../work/tick.ts';
import { AgentBoard } from './AgentBoard.tsx';
import type { Asked } from './board.ts';
import { QueueTable } from './QueueTable.tsx';
import { Tiles } from './Tiles.tsx';
import { useBoard } from './useBoard.ts';
import { useFull } from './useFull.ts';
import classes from './wallboard.module.css';

const place = 'meada.wallboard';
const usual: Asked = { hours: 24, realTime: 60 };
const choices = { realTime: [20, 30, 60, 120, 300], hours: [1, 4, 8, 24] };

/** What this browser's board was set to last. */
function kept(): Asked {
  try {
    const { hours, realTime } = JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Asked>;
    return {
      hours: choices.hours.find((one) => one === hours) ?? usual.hours,
      realTime: choices.realTime.find((one) => one === realTime) ?? usual.realTime,
    };
  } catch {
    return usual;
  }
}

type HeadProps = { asked: Asked; onChange: (asked: Asked) => void; full: boolean; onFull: () => void };
function Head({ asked, onChange, full, onFull }: HeadProps) {
  const { t } = useTranslation('wallboard');
  const online = useStore(connection) === 'online';
  const pick = (name: keyof Asked, label: string, wordsOf: (one: number) => string) => (
    <Select
      size="xs"
      w={150}
      allowDeselect={false}
      aria-label={label}
      title={label}
      value={String(asked[name])}
      data={choices[name].map((one) => ({ value: String(one), label: wordsOf(one) }))}
      onChange={(value) => onChange({ ...asked, [name]: Number(value) })}
    />
  );
  return (
    <header className={classes.head}>
      <Title order={1} size="h3">
        {t('title')}
      </Title>
      <span className={classes.live} data-on={online || undefined}>
        {t(online ? 'live' : 'cut')}
      </span>
      <span className={classes.space} />
      {pick('hours', t('hours.label'), (one) => t(`hours.${one}`))}
      {pick('realTime', t('realTime.label'), (one) => t(`realTime.${one}`))}
      <ActionIcon
        variant="default"
        size={30}
        onClick={onFull}
        aria-pressed={full}
        title={t(full ? 'small' : 'full')}
        aria-label={t(full ? 'small' : 'full')}
      >
        {full ? <IconMinimize size={17} /> : <IconMaximize size={17} />}
      </ActionIcon>
    </header>
  );
}

/** /wallboard: what waits, how it goes, who does what; and what somebody who leads does about it. */
export function WallboardPage() {
  const may = useMay('routing.manage');
  return may ? <Wallboard /> : <NotAllowed />;
}

function Wallboard() {
  const { t } = useTranslation('wallboard');
  const [asked, setAsked] = useState(kept);
  const { full, toggle } = useFull();
  const board = useBoard(asked);
  const now = useTick();
  const change = (next: Asked) => {
    localStorage.setItem(place, JSON.stringify(next));
    setAsked(next);
  };
  const empty = !board.loading && board.queues.length === 0;
  return (
    <div className={classes.board} data-full={full || undefined}>
      <Head asked={asked} onChange={change} full={full} onFull={toggle} />
      {board.loading && board.error ? <ErrorState error={board.error} onRetry={board.retry} /> : null}
      {board.loading && !board.error ? <ListLoading rows={6} /> : null}
      {empty ? (
        <EmptyState icon={IconStack2} title={t('none.title')} text={t('none.text')}>
          <Link to="/settings/$" params={{ _splat: 'routing' }}>
            {t('none.settings')}
          </Link>
        </EmptyState>
      ) : null}
      {!board.loading && !empty ? (
        <>
          <Tiles board={board} now={now} />
          <QueueTable board={board} now={now} />
          <AgentBoard board={board} now={now} />
        </>
      ) : null}
    </div>
  );
}
