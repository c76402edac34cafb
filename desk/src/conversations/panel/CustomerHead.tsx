import type { Customer } from '@meada/contract/routes/customers';
import { IconRosetteDiscountCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Face } from '../../ui/Face.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import classes from './panel.module.css';

/** Who the customer is, and the way to their page. */
export function CustomerHead({ customer }: { customer: Customer }) {
  const { t } = useTranslation('conversations');
  const name = customer.name ?? customer.display;
  return (
    <header className={classes.head}>
      <Face name={customer.name} id={customer.id} url={customer.avatarUrl} size={60} />
      <h2 className={classes.name}>
        <span title={name}>{name}</span>
        {customer.verified ? <IconRosetteDiscountCheck size={18} aria-label={t('panel.verified')} /> : null}
      </h2>
      <p className={classes.since}>
        {t('panel.since')} <RelativeTime at={customer.createdAt} />
      </p>
      <Link to="/customers/$customerId" params={{ customerId: customer.id }} className={classes.link}>
        {t('panel.open')}
      </Link>
    </header>
  );
}
