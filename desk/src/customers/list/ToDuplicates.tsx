import { Button } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { openDuplicatesQuery } from '../../api/duplicates.ts';

/** The way to the queue of duplicates, with how many wait. */
export function ToDuplicates() {
  const { t, i18n } = useTranslation('customers');
  const open = useQuery(openDuplicatesQuery).data ?? 0;
  return (
    <Button
      component={Link}
      to="/customers/duplicates"
      variant="default"
      leftSection={<IconUsersGroup size={18} />}
    >
      {open > 0
        ? t('duplicatesWaiting', { count: open, shown: new Intl.NumberFormat(i18n.language).format(open) })
        : t('duplicates')}
    </Button>
  );
}
