import { Menu } from '@mantine/core';
import type { AgentState } from '@meada/contract/routes/routing';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Late } from '../ui/Late.tsx';
import { reasonsQuery } from './queries.ts';
import { lengthOf, useTick } from './tick.ts';
import { useWorkActions } from './useWorkActions.ts';
import classes from './work.module.css';

const look = { position: 'bottom-start', width: 250, tall: 420 } as const;

/** What somebody's state is called: the firm's reason, where there is one. */
export function usePresenceWords(): (agent: AgentState) => string {
  const { t } = useTranslation('work');
  const reasons = useQuery(reasonsQuery).data;
  return ({ presence, reasonId, reason }) => {
    if (presence !== 'away') return t(`common:presence.${presence}`);
    if (reason) return t(`away.${reason}`);
    const all = [...(reasons?.items ?? []), ...(reasons?.old ?? [])];
    return all.find((one) => one.id === reasonId)?.name ?? t('common:presence.away');
  };
}

/** Available, or away and why. */
export function PresenceItems({ agent }: { agent: AgentState }) {
  const { t } = useTranslation('work');
  const reasons = useQuery(reasonsQuery).data?.items ?? [];
  const { presence } = useWorkActions();
  const check = <IconCheck size={15} />;
  const line = (id: string | null, name: string) => (
    <Menu.Item
      key={id}
      leftSection={<span className={classes.dot} data-state="away" />}
      rightSection={agent.presence === 'away' && agent.reasonId === id ? check : null}
      onClick={() => void presence('away', id)}
    >
      {name}
    </Menu.Item>
  );
  return (
    <>
      <Menu.Item
        leftSection={<span className={classes.dot} data-state="available" />}
        rightSection={agent.presence === 'available' ? check : null}
        onClick={() => void presence('available')}
      >
        {t('common:presence.available')}
      </Menu.Item>
      <Menu.Label>{t('away.title')}</Menu.Label>
      {reasons.map(({ id, name }) => line(id, name))}
      {line(null, t('away.other'))}
      <p className={classes.menuNote}>{t('away.note')}</p>
    </>
  );
}

/** How one stands and since when; a press changes it. */
export function PresenceButton({ agent }: { agent: AgentState }) {
  const { t } = useTranslation('work');
  const now = useTick();
  const words = usePresenceWords()(agent);
  const since = lengthOf(now - Date.parse(agent.presenceSince));
  const button = (
    <button type="button" className={classes.presence} data-state={agent.presence}>
      <span className={classes.dot} data-state={agent.presence} />
      <span className="visually-hidden">{t('bar.presence')}</span>
      <b>{words}</b>
      <span className={classes.soft}>{since}</span>
      <IconChevronDown size={14} aria-hidden />
    </button>
  );
  return (
    <Late button={button} look={look}>
      <PresenceItems agent={agent} />
    </Late>
  );
}
