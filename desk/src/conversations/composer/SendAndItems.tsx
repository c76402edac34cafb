import { Menu } from '@mantine/core';
import { IconCheck, IconHourglassEmpty } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../live/store.ts';
import { prefer, preferences } from '../../shell/preferences.ts';
import type { Becomes } from './pending.ts';

/** Sends it and is done with the conversation, or waits for the customer; and where one goes on after resolving. */
export function SendAndItems({ onBecomes }: { onBecomes: ((status: Becomes) => void) | null }) {
  const { t } = useTranslation('later');
  const { goesOn } = useStore(preferences);
  return (
    <>
      {onBecomes ? (
        <>
          <Menu.Item
            leftSection={<IconCheck size={16} />}
            rightSection={<small>Ctrl ⇧ Enter</small>}
            onClick={() => onBecomes('resolved')}
          >
            {t('and.resolved')}
          </Menu.Item>
          <Menu.Item leftSection={<IconHourglassEmpty size={16} />} onClick={() => onBecomes('pending')}>
            {t('and.pending')}
          </Menu.Item>
          <Menu.Divider />
        </>
      ) : null}
      <Menu.Label>{t('goesOn.title')}</Menu.Label>
      {([false, true] as const).map((value) => (
        <Menu.Item
          key={String(value)}
          rightSection={goesOn === value ? <IconCheck size={15} /> : null}
          onClick={() => prefer({ goesOn: value })}
        >
          {t(value ? 'goesOn.next' : 'goesOn.stay')}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  );
}
