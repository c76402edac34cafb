import { IconArrowBackUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { recoveryCountQuery } from './queries.ts';
import classes from './recoveries.module.css';

/** Below the list of conversations: how many left and may be won back. Nothing when nobody did. */
export function RecoveryLine() {
  const { t } = useTranslation('recoveries');
  const open = useQuery(recoveryCountQuery).data?.open ?? 0;
  if (open === 0) return null;
  return (
    <Link to="/recoveries" className={classes.line}>
      <IconArrowBackUp size={16} aria-hidden />
      {t('line', { count: open })}
    </Link>
  );
}
