import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/States.tsx';

/** /customers */
export function CustomersScreen() {
  const { t } = useTranslation();
  return <EmptyState icon={IconUsers} title={t('nav.customers')} />;
}

/** /customers/$customerId */
export function CustomerScreen() {
  return <CustomersScreen />;
}
