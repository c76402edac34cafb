import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/queries.ts';

/** The way on from a page that has nothing to show before a channel is connected. */
export function ToChannels() {
  const { t } = useTranslation('settings');
  if (!useMay('inboxes.manage')) return null;
  return (
    <Button component={Link} to="/settings/$" params={{ _splat: 'inboxes/new' } as never} variant="light">
      {t('inbox.add')}
    </Button>
  );
}
