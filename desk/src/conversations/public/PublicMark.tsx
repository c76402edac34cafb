import { IconWorld } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './public.module.css';

/** "Everybody can read this": a globe, with its word where there is room. */
export function PublicMark({ label = false, size = 12 }: { label?: boolean; size?: number }) {
  const { t } = useTranslation('conversations');
  return (
    <span className={classes.mark} data-label={label || undefined} title={t('public.markLong')}>
      <IconWorld
        size={size}
        role={label ? undefined : 'img'}
        aria-label={label ? undefined : t('public.mark')}
      />
      {label ? t('public.mark') : null}
    </span>
  );
}
