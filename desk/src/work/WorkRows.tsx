import { Button } from '@mantine/core';
import type { WorkItem } from '@meada/contract/routes/routing';
import { IconFlag3Filled, IconHandGrab, IconPlayerPause } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../api/queries.ts';
import { Face } from '../ui/Face.tsx';
import { ItemBadge } from './ItemBadge.tsx';
import { lengthOf, useTick } from './tick.ts';
import type { WorkActions } from './useWorkActions.ts';
import { AboutItem, useQueueName, whoOf } from './words.tsx';
import classes from './work.module.css';

type Props = { item: WorkItem; now: number; actions: WorkActions; onOpen?: () => void };

/** What state one's own item is in. */
function State({ item, now }: { item: WorkItem; now: number }) {
  const { t } = useTranslation('work');
  const since = lengthOf(now - Date.parse(item.since ?? item.waitingSince));
  if (item.state === 'paused')
    return (
      <span className={classes.tag} data-state="paused">
        <IconPlayerPause size={12} aria-hidden /> {t('item.paused')}
      </span>
    );
  if (item.state === 'offered') return <span className={classes.tag}>{t('item.offered')}</span>;
  if (item.state === 'waiting')
    return <span className={classes.soft}>{t('item.waits', { time: since })}</span>;
  return (
    <span className={classes.tag} data-state={item.class}>
      {t(item.class === 'real_time' ? 'item.realTime' : 'item.active')} · {since}
    </span>
  );
}

/** One item of work: of one's own a way to it, of a queue a way to take it. */
export function WorkRow({ item, now, actions, onOpen }: Props) {
  const { t } = useTranslation('work');
  const queueName = useQueueName();
  const customer = item.conversation?.customer ?? item.task?.customer;
  const name = whoOf(item) ?? t(`kind.${item.kind}`);
  const mine = item.agentId === useMe().personId;
  const open = () => {
    actions.open(item);
    onOpen?.();
  };
  return (
    <li className={classes.item} data-state={item.state}>
      <span className={classes.itemFace}>
        <Face
          name={customer?.name ?? null}
          id={customer?.id ?? item.id}
          url={customer?.avatarUrl}
          size={34}
        />
        <span className={classes.itemChannel}>
          <ItemBadge item={item} size={14} />
        </span>
      </span>
      <span className={classes.itemMain}>
        {mine && (item.conversation || item.task) ? (
          <button type="button" className={classes.itemName} onClick={open}>
            {name}
          </button>
        ) : (
          <b className={classes.itemName}>{name}</b>
        )}
        <span className={classes.itemText}>
          <AboutItem item={item} />
        </span>
        <span className={classes.itemFacts}>
          <State item={item} now={now} />
          {mine ? <span className={classes.soft}>{queueName(item.queueId)}</span> : null}
          {item.escalatedAt ? (
            <span className={classes.late} title={t('item.escalated')}>
              <IconFlag3Filled size={12} aria-label={t('item.escalated')} />
            </span>
          ) : null}
          {item.weight > 1 ? (
            <span className={classes.soft}>{t('item.weight', { count: item.weight })}</span>
          ) : null}
          {item.leftDraft ? <span className={classes.soft}>{t('item.draft')}</span> : null}
        </span>
      </span>
      {item.state !== 'waiting' ? null : (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconHandGrab size={15} aria-hidden />}
          onClick={() => void actions.pull(item)}
          aria-label={t('pull.this', { name })}
        >
          {t('pull.one')}
        </Button>
      )}
    </li>
  );
}

type ListProps = { items: readonly WorkItem[]; label: string; actions: WorkActions; onOpen?: () => void };
/** Items under each other, their times going on. */
export function WorkRows({ items, label, actions, onOpen }: ListProps) {
  const now = useTick();
  return (
    <ul className={classes.items} aria-label={label}>
      {items.map((item) => (
        <WorkRow key={item.id} item={item} now={now} actions={actions} onOpen={onOpen} />
      ))}
    </ul>
  );
}
