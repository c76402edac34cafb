import type { Customer } from '@meada/contract/routes/customers';
import { useTranslation } from 'react-i18next';
import { Pill } from '../../settings/kit/Section.tsx';
import { Face } from '../../ui/Face.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import classes from '../customers.module.css';
import { useIdentityKinds } from '../kinds.ts';

/** One of the two records, in short. */
export function Side({ customer, stays = false }: { customer: Customer; stays?: boolean }) {
  const { t } = useTranslation('customers');
  const { nameOf } = useIdentityKinds();
  return (
    <section className={classes.side} data-stays={stays || undefined}>
      <div style={{ display: 'flex', justifyContent: 'space-between', gap: 8 }}>
        <Face name={customer.name} id={customer.id} url={customer.avatarUrl} size={40} />
        <div>
          <Pill tone={stays ? 'good' : undefined}>{t(stays ? 'merge.stays' : 'merge.goes')}</Pill>
        </div>
      </div>
      <h3>{customer.name ?? customer.display}</h3>
      <div className={classes.soft} style={{ fontSize: 13 }}>
        {t(customer.verified ? 'verified' : 'unverified')} · {t('record.since')}{' '}
        <RelativeTime at={customer.createdAt} />
      </div>
      <dl>
        {customer.identities.map((identity) => (
          <div key={identity.id}>
            <dt>{nameOf(identity.kind)}</dt>
            <dd>
              {identity.display} {identity.verifiedAt ? `· ${t('identity.proven')}` : ''}
            </dd>
          </div>
        ))}
        {customer.notes ? (
          <div>
            <dt>{t('record.notes')}</dt>
            <dd>{customer.notes.slice(0, 280)}</dd>
          </div>
        ) : null}
      </dl>
    </section>
  );
}
