import { IconSettings } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/States.tsx';

/** Everything under /settings; the page is chosen by the rest of the address (`_splat`). */
export function SettingsScreen() {
  const { t } = useTranslation();
  return <EmptyState icon={IconSettings} title={t('nav.settings')} />;
}
