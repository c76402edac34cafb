import { Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { DutyItem } from '@meada/contract/routes/public-duties';
import { IconClockExclamation } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Deadline } from '../conversations/public/Deadline.tsx';
import { BellButton } from './Bell.tsx';
import classes from './Shell.module.css';

/** What opens at the bell: each public deadline with the way to its conversation. */
export function BellMenu({ urgent }: { urgent: readonly DutyItem[] }) {
  const { t } = useTranslation();
  // The button that opened it the first time is gone by now: this one takes its place, and the focus.
  const bell = useRef<HTMLButtonElement>(null);
  const narrow = useMediaQuery('(max-width: 720px)', undefined, { getInitialValueInEffect: false });
  return (
    <Menu
      position={narrow ? 'top' : 'right-end'}
      width={320}
      defaultOpened
      onClose={() => bell.current?.focus()}
    >
      <Menu.Target>
        <BellButton ref={bell} count={urgent.length} />
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
