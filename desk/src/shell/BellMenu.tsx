import { Menu } from '@mantine/core';
import type { DutyItem } from '@meada/contract/routes/public-duties';
import { IconClockExclamation } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Deadline } from '../conversations/public/Deadline.tsx';
import { BellButton } from './Bell.tsx';
import classes from './Shell.module.css';

/** What opens at the bell: each public deadline with the way to its conversation. */
export function BellMenu({ urgent }: { urgent: readonly DutyItem[] }) {
  const { t } = useTranslation();
  return (
    <Menu position="right-end" width={320} defaultOpened>
      <Menu.Target>
        <BellButton count={urgent.length} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('bell.title')}</Menu.Label>
        {urgent.length === 0 ? <p className={classes.nothing}>{t('bell.nothing')}</p> : null}
        {urgent.map((duty) => (
          <Menu.Item
            key={duty.id}
            renderRoot={(props) => (
              <Link
                {...props}
                to="/conversations/$conversationId"
                params={{ conversationId: duty.conversationId }}
              />
            )}
            leftSection={<IconClockExclamation size={18} aria-hidden />}
          >
            <b>{duty.customer.name ?? duty.customer.display}</b> <Deadline duty={duty} />
            <span className={classes.words}>{duty.text}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
