import { CopyButton } from '@mantine/core';
import type { Identity } from '@meada/contract/routes/customers';
import {
  IconBellOff,
  IconCheck,
  IconCopy,
  IconHelp,
  IconMailOff,
  IconShieldCheck,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAddressWords } from '../../ui/address.ts';
import { useClaimWords } from '../../ui/claim.ts';
import classes from './panel.module.css';
import { ReceivesButton } from './ReceivesButton.tsx';

function One({ customerId, identity }: { customerId: string; identity: Identity }) {
  const { t } = useTranslation('conversations');
  const { wordsOf, kindOf, isAnonymous } = useAddressWords();
  const proven = identity.verifiedAt !== null;
  const claimed = useClaimWords()(identity);
  return (
    <li className={classes.identity}>
      {isAnonymous(identity.kind) ? (
        <span>{wordsOf(identity)}</span>
      ) : (
        <>
          <span className={classes.address}>
            <CopyButton value={identity.display}>
              {({ copied, copy }) => (
                <button type="button" className={classes.copy} onClick={copy} title={t('panel.copy')}>
                  {identity.display}
                  {copied ? (
                    <IconCheck size={13} aria-label={t('header.copied')} />
                  ) : (
                    <IconCopy size={13} aria-hidden />
                  )}
                </button>
              )}
            </CopyButton>
          </span>
          <span className={classes.kind}>{kindOf(identity.kind)}</span>
        </>
      )}
      {identity.undeliverable ? (
        <span
          className={classes.proof}
          data-dead
          title={t(`circumstances.reason.${identity.undeliverable.reason}`, { defaultValue: '' })}
        >
          <IconMailOff size={14} aria-hidden /> {t('panel.undeliverable')}
        </span>
      ) : identity.softBounces ? (
        <span className={classes.proof} title={t('panel.softBouncesHelp')}>
          {t('panel.softBounces', { count: identity.softBounces })}
        </span>
      ) : null}
      {identity.undeliverable ? <ReceivesButton {...{ customerId, identity }} /> : null}
      <span
        className={classes.proof}
        data-proven={proven || undefined}
        title={claimed ? t('claim.help') : t(`proof.${identity.proof}`)}
      >
        {proven ? <IconShieldCheck size={14} aria-hidden /> : <IconHelp size={14} aria-hidden />}
        {claimed ?? t(proven ? 'panel.proven' : 'panel.unproven')}
      </span>
      {identity.optedOutAt ? (
        <span className={classes.proof} data-out>
          <IconBellOff size={14} aria-hidden />
          {t('panel.optedOut')}
        </span>
      ) : null}
    </li>
  );
}

/** Addresses of the customer, each with how it is known to be theirs. */
export function Identities({ customerId, list }: { customerId: string; list: readonly Identity[] }) {
  const { t } = useTranslation('conversations');
  return (
    <>
      {list.length === 0 ? <p className={classes.empty}>{t('panel.noIdentities')}</p> : null}
      <ul className={classes.plain}>
        {list.map((identity) => (
          <One key={identity.id} customerId={customerId} identity={identity} />
        ))}
      </ul>
    </>
  );
}
