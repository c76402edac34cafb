import { Button } from '@mantine/core';
import type { AgentState } from '@meada/contract/routes/routing';
import { IconHandGrab, IconHeadset, IconMail } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazyRouteComponent } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Late } from '../ui/Late.tsx';
import { PresenceButton } from './Presence.tsx';
import { queuesQuery, useMyWork, waitingFor } from './queries.ts';
import { clockWords, momentWords, onShift } from './shift.ts';
import { clockOf, useTick } from './tick.ts';
import { useWorkActions } from './useWorkActions.ts';
import classes from './work.module.css';

const WorkSheet = lazyRouteComponent(() => import('./WorkSheet.tsx'), 'WorkSheet');
const look = {
  kind: 'sheet',
  width: 340,
  padding: 0,
  position: 'bottom-end',
  className: classes.sheet,
} as const;

/** What one holds of what one may hold, in two numbers; a press shows it. */
function Load({ agent }: { agent: AgentState }) {
  const { t } = useTranslation('work');
  const [opened, setOpened] = useState(false);
  const { load, capacity } = agent;
  const full = (kind: 'realTime' | 'deferred') => load[kind] >= capacity[kind] || undefined;
  const button = (
    <button type="button" className={classes.load} title={t('bar.load')}>
      <span className="visually-hidden">{t('bar.load')}</span>
      <span data-full={full('realTime')}>
        <IconHeadset size={15} aria-hidden />
        <span className="visually-hidden">{t('bar.realTime')}</span> {load.realTime}/{capacity.realTime}
      </span>
      <span data-full={full('deferred')}>
        <IconMail size={15} aria-hidden />
        <span className="visually-hidden">{t('bar.deferred')}</span> {load.deferred}/{capacity.deferred}
      </span>
    </button>
  );
  return (
    <Late
      button={button}
      look={{ ...look, label: t('sheet.title') }}
      later={WorkSheet.preload}
      opened={opened}
      onChange={setOpened}
    >
      <WorkSheet onDone={() => setOpened(false)} />
    </Late>
  );
}

/** The minute after a contact: how much of it is left, and a way to end it. */
function WrapUp({ until }: { until: string }) {
  const { t } = useTranslation('work');
  const { ready } = useWorkActions();
  const left = Date.parse(until) - useTick();
  if (left <= 0) return null;
  return (
    <div className={classes.wrapUp} role="timer">
      <span>
        {t('wrapUp.left')} <b>{clockOf(left)}</b>
      </span>
      <Button size="compact-sm" onClick={() => void ready()}>
        {t('wrapUp.ready')}
      </Button>
    </div>
  );
}

/** Why nothing comes: the router set one away, or somebody who leads did. */
function SetAway({ agent }: { agent: AgentState }) {
  const { t } = useTranslation('work');
  const { presence } = useWorkActions();
  if (agent.presence !== 'away' || !agent.reason) return null;
  return (
    <div className={classes.notice} role="status">
      <span>{t(`awayText.${agent.reason}`)}</span>
      <Button size="compact-sm" onClick={() => void presence('available')}>
        {t('awayText.back')}
      </Button>
    </div>
  );
}

/** Why nothing comes by the clock: the shift has not begun, is over, or ends soon. */
function Shift({ agent }: { agent: AgentState }) {
  const { t, i18n } = useTranslation('work');
  const now = useTick(agent.shiftNow !== null);
  const stands = onShift(agent.shiftNow, now);
  if (agent.shiftNow === null || stands === 'always' || stands === 'on') return null;
  const { from, to } = agent.shiftNow;
  const begins = from !== null && Date.parse(from) > now ? from : null;
  const words =
    stands === 'last' && to
      ? t('shift.last', { time: clockWords(to, i18n.language) })
      : begins
        ? t('shift.offUntil', { when: momentWords(begins, now, i18n.language) })
        : t('shift.off');
  return (
    <div className={classes.notice} role="status">
      <span>{words}</span>
    </div>
  );
}

/** "Take the next": only where one of the agent's queues is taken from by hand. */
function Next({ agent }: { agent: AgentState }) {
  const { t } = useTranslation('work');
  const { next } = useWorkActions();
  const waiting = waitingFor(agent, useQuery(queuesQuery).data ?? []);
  if (waiting === 0) return null;
  return (
    <Button
      className={classes.next}
      size="compact-sm"
      variant="light"
      leftSection={<IconHandGrab size={15} aria-hidden />}
      onClick={() => void next()}
    >
      {t('pull.next')} <span className={classes.nextCount}>{waiting}</span>
    </Button>
  );
}

/** Above the list, for who is given work: how one stands, what one holds, the next. Nothing for everybody else. */
export function WorkBar() {
  const { agent } = useMyWork();
  if (!agent) return null;
  return (
    <div className={classes.bar}>
      <div className={classes.barLine}>
        <PresenceButton agent={agent} />
        <Load agent={agent} />
      </div>
      <Next agent={agent} />
      {agent.wrapUntil ? <WrapUp until={agent.wrapUntil} /> : null}
      <SetAway agent={agent} />
      {agent.presence === 'available' ? <Shift agent={agent} /> : null}
    </div>
  );
}
