import { Menu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../live/store.ts';
import { prefer, preferences } from '../../shell/preferences.ts';

/** Which key sends. */
export function SendKeyItems() {
  const { t } = useTranslation('conversations');
  const { enterSends } = useStore(preferences);
  return (
    <>
      <Menu.Label>{t('composer.sendKey')}</Menu.Label>
      <Menu.Item
        rightSection={enterSends ? <IconCheck size={15} /> : null}
        onClick={() => prefer({ enterSends: true })}
      >
        {t('composer.enter')}
      </Menu.Item>
      <Menu.Item
        rightSection={enterSends ? null : <IconCheck size={15} />}
        onClick={() => prefer({ enterSends: false })}
      >
        {t('composer.ctrlEnter')}
      </Menu.Item>
    </>
  );
}
