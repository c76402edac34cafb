import { ActionIcon, Checkbox, Menu } from '@mantine/core';
import type { Agent, WorkItem } from '@meada/contract/routes/routing';
import { setAgentPresence } from '@meada/contract/routes/routing';
import { IconAdjustments, IconDots, IconPlayerPause } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { usePeople } from '../api/queries.ts';
import { PersonFace } from '../ui/PersonFace.tsx';
import { complain } from '../ui/toast.ts';
import { ItemBadge } from '../work/ItemBadge.tsx';
import { usePresenceWords } from '../work/Presence.tsx';
import { reasonsQuery } from '../work/queries.ts';
import { clockWords, onShift } from '../work/shift.ts';
import { lengthOf } from '../work/tick.ts';
import { whoOf } from '../work/words.tsx';
import { AgentDialog } from './AgentDialog.tsx';
import type { Doing } from './board.ts';
import { ItemMenu } from './ItemMenu.tsx';
import classes from './wallboard.module.css';

/** Somebody else's presence, queues and skills, at once. */
function AgentMenu({ agent, onChange }: { agent: Agent; onChange: () => void }) {
  const { t } = useTranslation('wallboard');
  const reasons = useQuery(reasonsQuery).data?.items ?? [];
  const set = (state: 'available' | 'away', reasonId: string | null = null) =>
    call(setAgentPresence, { params: { id: agent.personId }, body: { state, reasonId } }).catch(complain);
  return (
    <Menu position="bottom-end" width={240} shadow="md">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="md"
          aria-label={t('agents.menu', { name: agent.name })}
        >
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        <Menu.Item leftSection={<IconAdjustments size={16} />} onClick={onChange}>
          {t('agents.change')}
        </Menu.Item>
        {agent.presence === 'offline' ? null : (
          <>
            <Menu.Divider />
            {agent.presence === 'away' ? (
              <Menu.Item onClick={() => void set('available')}>{t('agents.setAvailable')}</Menu.Item>
            ) : null}
            <Menu.Label>{t('agents.setAway')}</Menu.Label>
            {reasons.map(({ id, name }) => (
              <Menu.Item key={id} onClick={() => void set('away', id)}>
                {name}
              </Menu.Item>
            ))}
            <Menu.Item onClick={() => void set('away')}>{t('work:away.other')}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

type ItemProps = {
  item: WorkItem;
  now: number;
  marked: boolean;
  onMark: ((id: string, on: boolean) => void) | undefined;
  onReassign: (item: WorkItem) => void;
};
function Item({ item, now, marked, onMark, onReassign }: ItemProps) {
  const { t } = useTranslation(['wallboard', 'work']);
  const name = whoOf(item) ?? t(`work:kind.${item.kind}`);
  return (
    <li className={classes.item} data-state={item.state} data-class={item.class}>
      {onMark && item.state !== 'offered' ? (
        <Checkbox
          size="xs"
          checked={marked}
          aria-label={t('bulk.mark', { name })}
          onChange={(event) => onMark(item.id, event.currentTarget.checked)}
        />
      ) : null}
      <ItemBadge item={item} size={14} />
      <span className={classes.itemName} title={item.conversation?.preview ?? undefined}>
        {name}
      </span>
      {item.state === 'paused' ? <IconPlayerPause size={13} aria-label={t('work:now.paused')} /> : null}
      {item.state === 'offered' ? <span className={classes.soft}>{t('work:item.offered')}</span> : null}
      <span className={classes.time}>{lengthOf(now - Date.parse(item.since ?? item.waitingSince))}</span>
      {onMark ? <ItemMenu item={item} name={name} onReassign={() => onReassign(item)} /> : null}
    </li>
  );
}

/** How the shift stands, where there is something to say: until when, its last minutes, over. */
function useShiftWords(): (agent: Agent, now: number) => string | null {
  const { t, i18n } = useTranslation('wallboard');
  return ({ shiftNow, presence }, now) => {
    const stands = onShift(shiftNow, now);
    if (stands === 'always') return null;
    // Who is not there and has no shift says nothing new.
    if (stands === 'off') return presence === 'offline' ? null : t('shift.off');
    const time = shiftNow?.to ? clockWords(shiftNow.to, i18n.language) : '';
    return stands === 'last' ? t('shift.last', { time }) : t('shift.until', { time });
  };
}

type Props = {
  agent: Agent;
  items: readonly WorkItem[];
  doing: Doing;
  since: number;
  now: number;
  marks: ReadonlySet<string>;
  onMark: ((id: string, on: boolean) => void) | undefined;
  onReassign: (item: WorkItem) => void;
};

/** One agent: how they stand and since when, how full they are, what they have. */
export function AgentCard({ agent, items, doing, since, now, marks, onMark, onReassign }: Props) {
  const { t } = useTranslation(['wallboard', 'work']);
  const person = usePeople().find(({ id }) => id === agent.personId);
  const presence = usePresenceWords()(agent);
  const [changing, setChanging] = useState(false);
  const { load, capacity } = agent;
  const shift = useShiftWords()(agent, now);
  const state = doing === 'away' || doing === 'offline' ? presence : t(`doing.${doing}`);
  return (
    <li className={classes.card} data-doing={doing}>
      <div className={classes.cardHead}>
        <PersonFace person={person ?? { id: agent.personId, name: agent.name, avatarUrl: null }} size={32} />
        <span className={classes.cardWho}>
          <b title={agent.name}>{agent.name}</b>
          <span className={classes.soft}>
            {state} · {lengthOf(now - since)}
          </span>
          {shift ? <span className={classes.soft}>{shift}</span> : null}
        </span>
        <span className={classes.load} title={t('work:bar.load')}>
          {load.realTime}/{capacity.realTime} · {load.deferred}/{capacity.deferred}
        </span>
        <AgentMenu agent={agent} onChange={() => setChanging(true)} />
      </div>
      {items.length > 0 ? (
        <ul className={classes.items}>
          {items.map((item) => (
            <Item
              key={item.id}
              item={item}
              now={now}
              marked={marks.has(item.id)}
              onMark={onMark}
              onReassign={onReassign}
            />
          ))}
        </ul>
      ) : null}
      {changing ? <AgentDialog agent={agent} onClose={() => setChanging(false)} /> : null}
    </li>
  );
}
