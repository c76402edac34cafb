import { Menu, useMantineColorScheme } from '@mantine/core';
import type { Locale } from '@meada/contract/primitives';
import { changeProfile, switchOrganisation } from '@meada/contract/routes/session';
import {
  IconBell,
  IconBellOff,
  IconBuilding,
  IconCheck,
  IconDownload,
  IconLogout,
  IconMoon,
  IconSun,
  IconSunMoon,
  IconUserCog,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { useMe } from '../api/queries.ts';
import type { Scheme } from '../app/scheme.ts';
import { change } from '../conversations/workspace/store.ts';
import { locales } from '../i18n/locale.ts';
import { changeLocale } from '../i18n/setup.ts';
import { useStore } from '../live/store.ts';
import { askToInstall, wayToInstall } from '../offline/install.ts';
import { complain } from '../ui/toast.ts';
import { AccountButton } from './Account.tsx';
import { Availability } from './Availability.tsx';
import { preferences, toggleAlerts } from './preferences.ts';

const AccountDialog = lazy(() =>
  import('../offline/AccountDialog.tsx').then((file) => ({ default: file.AccountDialog })),
);

const schemes: { scheme: Scheme; icon: typeof IconSun }[] = [
  { scheme: 'light', icon: IconSun },
  { scheme: 'dark', icon: IconMoon },
  { scheme: 'auto', icon: IconSunMoon },
];
const check = <IconCheck size={15} />;

/** What opens at the account's button: language, light or dark, alerts, other organisations, sign-out. */
export function AccountMenu() {
  const { t, i18n } = useTranslation(['common', 'offline']);
  const me = useMe();
  const { colorScheme } = useMantineColorScheme();
  const { alerts } = useStore(preferences);
  const choose = (locale: Locale) => {
    void changeLocale(locale);
    call(changeProfile, { body: { locale } }).catch(complain);
  };
  const [asked, setAsked] = useState<'install' | 'leave' | null>(null);
  const way = wayToInstall();
  const install = () => (way === 'ask' ? void askToInstall() : setAsked('install'));
  const goTo = (organisationId: string) =>
    call(switchOrganisation, { body: { organisationId } }).then(() => location.assign('/'), complain);
  if (asked)
    return (
      <>
        <AccountButton />
        <Suspense fallback={null}>
          <AccountDialog about={asked} onClose={() => setAsked(null)} />
        </Suspense>
      </>
    );
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
        {way ? (
          <Menu.Item leftSection={<IconDownload size={16} />} onClick={install}>
            {t('offline:install.item')}
          </Menu.Item>
        ) : null}
        <Menu.Divider />
        <Menu.Label>{t('account.look')}</Menu.Label>
        {schemes.map(({ scheme, icon: Shape }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Shape size={16} />}
            rightSection={colorScheme === scheme ? check : null}
            onClick={() => change({ scheme })}
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
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => setAsked('leave')}>
          {t('account.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
