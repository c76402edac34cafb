import { Menu, useMantineColorScheme } from '@mantine/core';
import type { Locale } from '@meada/contract/primitives';
import { changeProfile, signOut, switchOrganisation } from '@meada/contract/routes/session';
import {
  IconBell,
  IconBellOff,
  IconBuilding,
  IconCheck,
  IconLogout,
  IconMoon,
  IconSun,
  IconSunMoon,
  IconUserCog,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { useMe } from '../api/queries.ts';
import type { Scheme } from '../app/scheme.ts';
import { locales } from '../i18n/locale.ts';
import { changeLocale } from '../i18n/setup.ts';
import { useStore } from '../live/store.ts';
import { complain } from '../ui/toast.ts';
import { AccountButton } from './Account.tsx';
import { Availability } from './Availability.tsx';
import { preferences, toggleAlerts } from './preferences.ts';

const schemes: { scheme: Scheme; icon: typeof IconSun }[] = [
  { scheme: 'light', icon: IconSun },
  { scheme: 'dark', icon: IconMoon },
  { scheme: 'auto', icon: IconSunMoon },
];
const check = <IconCheck size={15} />;

async function leave(): Promise<void> {
  await call(signOut).catch(() => null);
  location.assign('/sign-in');
}

/** What opens at the account's button: language, light or dark, alerts, other organisations, sign-out. */
export function AccountMenu() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { alerts } = useStore(preferences);
  const choose = (locale: Locale) => {
    void changeLocale(locale);
    call(changeProfile, { body: { locale } }).catch(complain);
  };
  const goTo = (organisationId: string) =>
    call(switchOrganisation, { body: { organisationId } }).then(() => location.assign('/'), complain);
  return (
    <Menu position="right-end" width={260} shadow="md" withinPortal defaultOpened>
      <Menu.Target>
        <AccountButton />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.name} · {me.organisation.name}
        </Menu.Label>
        <Availability />
        <Menu.Divider />
        <Menu.Item
          component={Link}
          to="/settings/$"
          params={{ _splat: 'account' } as never}
          leftSection={<IconUserCog size={16} />}
        >
          {t('account.own')}
        </Menu.Item>
        <Menu.Item
          leftSection={alerts ? <IconBell size={16} /> : <IconBellOff size={16} />}
          onClick={toggleAlerts}
        >
          {alerts ? t('account.alertsOn') : t('account.alertsOff')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('account.look')}</Menu.Label>
        {schemes.map(({ scheme, icon: Shape }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Shape size={16} />}
            rightSection={colorScheme === scheme ? check : null}
            onClick={() => setColorScheme(scheme)}
          >
            {t(`account.scheme.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('account.language')}</Menu.Label>
        {locales.map((locale) => (
          <Menu.Item
            key={locale}
            lang={locale}
            rightSection={i18n.language === locale ? check : null}
            onClick={() => choose(locale)}
          >
            {t(`account.locale.${locale}`)}
          </Menu.Item>
        ))}
        {me.organisations.length > 1 ? <Menu.Divider /> : null}
        {me.organisations
          .filter((organisation) => organisation.id !== me.organisation.id)
          .map((organisation) => (
            <Menu.Item
              key={organisation.id}
              leftSection={<IconBuilding size={16} />}
              onClick={() => goTo(organisation.id)}
            >
              {organisation.name}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          {t('account.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
