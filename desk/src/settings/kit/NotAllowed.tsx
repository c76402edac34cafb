import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/States.tsx';

/** A direct link to what the person may not do: says so kindly and shows a way out. */
export function NotAllowed() {
  const { t } = useTranslation('settings');
  return (
    <EmptyState icon={IconLock} title={t('notAllowed.title')} text={t('notAllowed.text')}>
      <Button component={Link} to="/conversations" variant="light">
        {t('lost.back')}
      </Button>
    </EmptyState>
  );
}
