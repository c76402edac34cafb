import { ActionIcon, Button, Menu, Text } from '@mantine/core';
import type { Customer, Identity } from '@meada/contract/routes/customers';
import { markShared } from '@meada/contract/routes/identities';
import {
  IconAt,
  IconCopy,
  IconDeviceDesktop,
  IconDots,
  IconHelpCircle,
  IconId,
  IconPhone,
  IconPlus,
  IconShieldCheck,
  IconUserOff,
  IconUsers,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useMay } from '../../api/queries.ts';
import { Row, Rows } from '../../settings/kit/Rows.tsx';
import { Pill, Section } from '../../settings/kit/Section.tsx';
import { useClaimWords } from '../../ui/claim.ts';
import { momentOf } from '../../ui/time.ts';
import { complain, say } from '../../ui/toast.ts';
import classes from '../customers.module.css';
import { useIdentityKinds } from '../kinds.ts';
import { keepCustomer } from '../queries.ts';
import { AddIdentity } from './AddIdentity.tsx';
import { CheckDialog } from './CheckDialog.tsx';
import { EndIdentity } from './EndIdentity.tsx';

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

/** By what an address is proven, by whom and when; else where it comes from. */
function useHistory(): (identity: Identity) => string {
  const { t, i18n } = useTranslation('customers');
  const { nameOf } = useIdentityKinds();
  const claimed = useClaimWords();
  return (identity) => {
    const moment = (at: string) => momentOf(at, i18n.language);
    return [
      nameOf(identity.kind),
      identity.name ? `“${identity.name}”` : null,
      claimed(identity) ?? t(`proof.${identity.proof}`),
      identity.verifiedBy ? t('identity.by', { name: identity.verifiedBy }) : null,
      identity.verifiedAt ? moment(identity.verifiedAt) : null,
      identity.reason ? `“${identity.reason}”` : null,
      identity.endedAt && identity.from
        ? t('identity.was', { from: moment(identity.from), until: moment(identity.endedAt) })
        : null,
      identity.endedReason ? `“${identity.endedReason}”` : null,
      identity.confidence < 1 && !identity.endedAt
        ? t('identity.confidence', { share: Math.round(identity.confidence * 100) })
        : null,
    ]
      .filter(Boolean)
      .join(' · ');
  };
}

type Doing = { identity: Identity; what: 'check' | 'end' } | null;
type RowProps = { customer: Customer; identity: Identity; onDo(doing: Doing): void };

function Actions({ customer, identity, onDo }: RowProps) {
  const { t } = useTranslation('customers');
  const may = useMay('customers.write');
  const replies = useMay('conversations.reply');
  const copy = async () => {
    await navigator.clipboard.writeText(identity.value);
    say(t('copied'));
  };
  const share = useMutation({
    mutationFn: () =>
      call(markShared, {
        params: { id: customer.id, identityId: identity.id },
        body: { shared: !identity.shared },
      }),
    onSuccess: keepCustomer,
    onError: complain,
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`${t('identity.actions')}: ${identity.display}`}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => void copy()}>
          {t('copy')}
        </Menu.Item>
        {replies && !identity.verifiedAt && !identity.endedAt ? (
          <Menu.Item
            leftSection={<IconShieldCheck size={16} />}
            onClick={() => onDo({ identity, what: 'check' })}
          >
            {t(identity.check ? 'check.open' : 'check.title')}
          </Menu.Item>
        ) : null}
        {may && !identity.endedAt ? (
          <Menu.Item leftSection={<IconUsers size={16} />} onClick={() => share.mutate()}>
            {t(identity.shared ? 'identity.notShared' : 'identity.markShared')}
          </Menu.Item>
        ) : null}
        {may ? (
          <Menu.Item leftSection={<IconUserOff size={16} />} onClick={() => onDo({ identity, what: 'end' })}>
            {t(identity.endedAt ? 'identity.reopen' : 'identity.end')}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}

function IdentityRow(props: RowProps) {
  const { identity } = props;
  const { t } = useTranslation('customers');
  const { kinds } = useIdentityKinds();
  const history = useHistory();
  const Shape = shapeOf(identity, kinds.find((one) => one.kind === identity.kind)?.anonymous ?? false);
  return (
    <Row
      start={<Shape size={20} stroke={1.5} aria-hidden />}
      title={
        <>
          <span style={{ fontWeight: 550 }}>{identity.display}</span>
          {identity.endedAt ? <Pill>{t('identity.former')}</Pill> : <Proof identity={identity} />}
          {identity.shared ? (
            <Pill title={t('identity.sharedHelp')}>
              <IconUsers size={14} aria-hidden />
              {t('identity.shared')}
            </Pill>
          ) : null}
          {identity.check ? <Pill tone="accent">{t(`check.waiting.${identity.check.way}`)}</Pill> : null}
        </>
      }
      text={history(identity)}
      end={<Actions {...props} />}
    />
  );
}

/** Every address of the customer, and why we believe that it is theirs. */
export function Identities({ customer }: { customer: Customer }) {
  const { t } = useTranslation('customers');
  const may = useMay('customers.write');
  const [adding, setAdding] = useState(false);
  const [doing, setDoing] = useState<Doing>(null);
  const former = customer.formerIdentities ?? [];
  // Fresh facts of the address in hand: a code that was just sent shows its field.
  const inHand = [...customer.identities, ...former].find((one) => one.id === doing?.identity.id);
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
              <IdentityRow key={identity.id} customer={customer} identity={identity} onDo={setDoing} />
            ))}
          </Rows>
        </div>
      )}
      {former.length > 0 ? (
        <details style={{ marginTop: 10 }}>
          <summary style={{ cursor: 'pointer', fontSize: 14, color: 'var(--ink-soft)' }}>
            {t('identity.formerTitle', { count: former.length })}
          </summary>
          <Rows label={t('identity.formerTitle', { count: former.length })}>
            {former.map((identity) => (
              <IdentityRow key={identity.id} customer={customer} identity={identity} onDo={setDoing} />
            ))}
          </Rows>
        </details>
      ) : null}
      {adding ? <AddIdentity customer={customer} onClose={() => setAdding(false)} /> : null}
      {inHand && doing?.what === 'check' ? (
        <CheckDialog customer={customer} identity={inHand} onClose={() => setDoing(null)} />
      ) : null}
      {inHand && doing?.what === 'end' ? (
        <EndIdentity customer={customer} identity={inHand} onClose={() => setDoing(null)} />
      ) : null}
    </Section>
  );
}
