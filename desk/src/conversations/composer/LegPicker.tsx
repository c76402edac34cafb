import { Menu } from '@mantine/core';
import type { Leg } from '@meada/contract/routes/conversations';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useChannel, useInboxRefs } from '../../api/queries.ts';
import { ChannelBadge } from '../../ui/ChannelBadge.tsx';
import { useNow } from '../../ui/time.ts';
import classes from './composer.module.css';
import { windowClosed } from './rules.ts';

type Props = { legs: readonly Leg[]; leg: Leg | undefined; onChoose: (legId: string) => void };

/** The channel a reply goes out on; the customer's last one is proposed. */
export function LegPicker({ legs, leg, onChoose }: Props) {
  const { t } = useTranslation('conversations');
  const inboxes = useInboxRefs();
  const now = useNow();
  const kinds = useChannel(leg?.channel ?? null)?.identityKinds;
  if (!leg) return null;
  // The id of a browser tells an agent nothing.
  const anonymous = kinds?.find((one) => one.kind === leg.identity.kind)?.anonymous;
  const nameOf = (one: Leg) =>
    inboxes.find((inbox) => inbox.id === one.inboxId)?.name ?? one.identity.display;
  return (
    <Menu position="top-start" width={310} shadow="md" disabled={legs.length < 2}>
      <Menu.Target>
        <button type="button" className={classes.leg} data-only={legs.length < 2 || undefined}>
          <span className="visually-hidden">{t('composer.choose')}</span>
          <ChannelBadge channel={leg.channel} size={16} label />
          {anonymous ? null : <span className={classes.address}>{leg.identity.display}</span>}
          {legs.length > 1 ? <IconChevronDown size={14} aria-hidden /> : null}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('composer.choose')}</Menu.Label>
        {legs.map((one) => (
          <Menu.Item
            key={one.id}
            leftSection={<ChannelBadge channel={one.channel} size={20} />}
            rightSection={one.id === leg.id ? <IconCheck size={15} /> : null}
            onClick={() => onChoose(one.id)}
          >
            <span className={classes.choice}>
              {nameOf(one)}
              <small>
                {one.identity.display}
                {one.proposed ? ` · ${t('composer.proposed')}` : ''}
                {windowClosed(one, now) ? ` · ${t('composer.closed')}` : ''}
              </small>
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
