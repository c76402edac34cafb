import { Button, CopyButton, Text } from '@mantine/core';
import type { Customer, Identity } from '@meada/contract/routes/customers';
import {
  IconAt,
  IconCopy,
  IconDeviceDesktop,
  IconHelpCircle,
  IconId,
  IconPhone,
  IconPlus,
  IconShieldCheck,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/queries.ts';
import { Row, Rows } from '../../settings/kit/Rows.tsx';
import { Pill, Section } from '../../settings/kit/Section.tsx';
import { useClaimWords } from '../../ui/claim.ts';
import { momentOf } from '../../ui/time.ts';
import { say } from '../../ui/toast.ts';
import classes from '../customers.module.css';
import { useIdentityKinds } from '../kinds.ts';
import { AddIdentity } from './AddIdentity.tsx';

/** A shape by what the address looks like, whatever channel it comes from. */
function shapeOf(identity: Identity, anonymous: boolean) {
  if (anonymous) return IconDeviceDesktop;
  if (identity.display.includes('@') && identity.display.includes('.')) return IconAt;
  // Digits alone are a platform's code; a telephone is written with its country.
  return identity.kind === 'phone' || /^\+[\d\s().-]{8,}$/.test(identity.display) ? IconPhone : IconId;
}

function Proof({ identity }: { identity: Identity }) {
  const { t } = useTranslation('customers');
  const proven = identity.verifiedAt !== null;
  const Shape = proven ? IconShieldCheck : IconHelpCircle;
  return (
    <Pill tone={proven ? 'good' : 'warn'}>
      <Shape size={14} aria-hidden />
      {t(proven ? 'identity.proven' : 'identity.unproven')}
    </Pill>
  );
}

function IdentityRow({ identity }: { identity: Identity }) {
  const { t, i18n } = useTranslation('customers');
  const { kinds, nameOf } = useIdentityKinds();
  const Shape = shapeOf(identity, kinds.find((one) => one.kind === identity.kind)?.anonymous ?? false);
  const claimed = useClaimWords()(identity);
  const at = identity.verifiedAt ? momentOf(identity.verifiedAt, i18n.language) : null;
  return (
    <Row
      start={<Shape size={20} stroke={1.5} aria-hidden />}
      title={
        <>
          <span style={{ fontWeight: 550 }}>{identity.display}</span>
          <Proof identity={identity} />
        </>
      }
      text={
        <>
          {nameOf(identity.kind)}
          {identity.name ? ` · “${identity.name}”` : ''} · {claimed ?? t(`proof.${identity.proof}`)}
          {at ? ` · ${at}` : ''}
          {identity.confidence < 1
            ? ` · ${t('identity.confidence', { share: Math.round(identity.confidence * 100) })}`
            : ''}
        </>
      }
      end={
        <CopyButton value={identity.value}>
          {({ copy }) => (
            <Button
              variant="subtle"
              size="compact-sm"
              px={6}
              aria-label={`${t('copy')}: ${identity.display}`}
              onClick={() => {
                copy();
                say(t('copied'));
              }}
            >
              <IconCopy size={16} />
            </Button>
          )}
        </CopyButton>
      }
    />
  );
}

/** Every address of the customer, and why we believe that it is theirs. */
export function Identities({ customer }: { customer: Customer }) {
  const { t } = useTranslation('customers');
  const may = useMay('customers.write');
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title={t('identity.title')}
      actions={
        may ? (
          <Button
            variant="light"
            size="xs"
            leftSection={<IconPlus size={16} />}
            onClick={() => setAdding(true)}
          >
            {t('identity.add')}
          </Button>
        ) : null
      }
    >
      {customer.identities.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('identity.none')}
        </Text>
      ) : (
        <div className={classes.identities}>
          <Rows label={t('identity.title')}>
            {customer.identities.map((identity) => (
              <IdentityRow key={identity.id} identity={identity} />
            ))}
          </Rows>
        </div>
      )}
      {adding ? <AddIdentity customer={customer} onClose={() => setAdding(false)} /> : null}
    </Section>
  );
}
