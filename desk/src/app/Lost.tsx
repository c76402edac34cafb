import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/States.tsx';

/** An address that leads nowhere. */
export function Lost() {
  const { t } = useTranslation();
  return (
    <EmptyState icon={IconMapOff} title={t('lost.title')} text={t('lost.text')}>
      <Button component={Link} to="/conversations" variant="light">
        {t('lost.back')}
      </Button>
    </EmptyState>
  );
}
