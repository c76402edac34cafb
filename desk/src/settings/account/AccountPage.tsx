import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Alerts } from './Alerts.tsx';
import { Factor } from './Factor.tsx';
import { Notifications } from './Notifications.tsx';
import { Password } from './Password.tsx';
import { Profile } from './Profile.tsx';
import { Sending } from './Sending.tsx';
import { Sessions } from './Sessions.tsx';
import { Signature } from './Signature.tsx';

/** The signed-in person's own affairs. */
export function AccountPage() {
  const { t } = useTranslation('settings');
  return (
    <>
      <PageHeader title={t('page.account')} text={t('own.text')} />
      <Profile />
      <Signature />
      <Sending />
      <Alerts />
      <Notifications />
      <Password />
      <Factor />
      <Sessions />
    </>
  );
}
