import { Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../live/store.ts';
import { prefer, preferences, toggleAlerts } from '../../shell/preferences.ts';
import { Section } from '../kit/Section.tsx';

/** What this browser does when a customer writes, and what Enter does. */
export function Alerts() {
  const { t } = useTranslation(['settings', 'offline']);
  const { alerts, enterSends, keepOffline } = useStore(preferences);
  const refused = 'Notification' in window && Notification.permission === 'denied';
  return (
    <Section title={t('own.alerts')} text={t('own.alertsText')}>
      <Stack gap="md">
        <Switch
          checked={alerts}
          onChange={toggleAlerts}
          label={t('own.alertsOn')}
          description={alerts && refused ? t('own.alertsRefused') : t('own.alertsHelp')}
        />
        <Switch
          checked={keepOffline}
          onChange={(event) => prefer({ keepOffline: event.currentTarget.checked })}
          label={t('offline:keep.label')}
          description={t('offline:keep.help')}
        />
        <Switch
          checked={enterSends}
          onChange={(event) => prefer({ enterSends: event.currentTarget.checked })}
          label={t('own.enterSends')}
          description={t('own.enterHelp')}
        />
      </Stack>
    </Section>
  );
}
