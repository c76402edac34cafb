import { ActionIcon, Button, Menu, Text, TextInput } from '@mantine/core';
import {
  addMember,
  type CompanyTie,
  changeMember,
  dropMember,
  proposeMembers,
  refuseProposal,
  setDomains,
} from '@meada/contract/routes/companies';
import type { CustomerRecord } from '@meada/contract/routes/record';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/queries.ts';
import { Section } from '../../settings/kit/Section.tsx';
import { Face } from '../../ui/Face.tsx';
import { complain } from '../../ui/toast.ts';
import { FindOther } from '../merge/FindOther.tsx';
import { renew } from './queries.ts';
import classes from './record.module.css';
import { dayWords } from './values.ts';

type TieProps = { record: CustomerRecord; tie: CompanyTie; may: boolean };

/** The day of today where the person is. */
const today = (): string => new Date().toLocaleDateString('sv-SE');

function Tie({ record, tie, may }: TieProps) {
  const { t, i18n } = useTranslation('record');
  const isCompany = record.kind === 'company';
  const params = { id: isCompany ? record.id : tie.other.id, tieId: tie.id };
  const act = useMutation({
    mutationFn: (what: 'left' | 'drop'): Promise<unknown> =>
      what === 'left'
        ? call(changeMember, { params, body: { leftOn: today() } })
        : call(dropMember, { params }),
    onSuccess: () => renew(record.id),
    onError: complain,
  });
  const name = tie.other.name ?? tie.other.display;
  const times = [
    tie.joinedOn ? t('tie.since', { day: dayWords(tie.joinedOn, i18n.language) }) : '',
    tie.leftOn ? t('tie.until', { day: dayWords(tie.leftOn, i18n.language) }) : '',
  ].filter(Boolean);
  return (
    <li className={`${classes.item} ${tie.leftOn ? classes.gone : ''}`}>
      <Face name={tie.other.name} id={tie.other.id} url={tie.other.avatarUrl} size={32} />
      <div className={classes.itemText}>
        <Link to="/customers/$customerId" params={{ customerId: tie.other.id }}>
          {name}
        </Link>
        <small>{[tie.role, ...times].filter(Boolean).join(' · ')}</small>
      </div>
      {may ? (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`${t('tie.more')}: ${name}`}>
              <IconDots size={17} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {tie.leftOn === null ? (
              <Menu.Item onClick={() => act.mutate('left')}>{t('tie.left')}</Menu.Item>
            ) : null}
            <Menu.Item color="red" onClick={() => act.mutate('drop')}>
              {t('tie.drop')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </li>
  );
}

/** Whose mail ends as the company's does: a person says whether they are of it. */
function Proposals({ id }: { id: string }) {
  const { t } = useTranslation('record');
  const proposals = useQuery({
    queryKey: [...keys.customer(id), 'proposals'],
    queryFn: ({ signal }) => call(proposeMembers, { params: { id } }, { signal }),
  });
  const answer = useMutation({
    mutationFn: ({ customerId, yes }: { customerId: string; yes: boolean }): Promise<unknown> =>
      yes
        ? call(addMember, { params: { id }, body: { customerId, source: 'domain' } })
        : call(refuseProposal, { params: { id, customerId } }),
    onSuccess: () => renew(id),
    onError: complain,
  });
  const items = proposals.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <div className={classes.learned}>
      <p>{t('tie.proposals')}</p>
      <ul className={classes.list}>
        {items.map(({ customer, address }) => (
          <li key={customer.id} className={classes.item}>
            <div className={classes.itemText}>
              <Link to="/customers/$customerId" params={{ customerId: customer.id }}>
                {customer.name ?? customer.display}
              </Link>
              <small>{address}</small>
            </div>
            <Button size="compact-sm" onClick={() => answer.mutate({ customerId: customer.id, yes: true })}>
              {t('tie.isOf')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => answer.mutate({ customerId: customer.id, yes: false })}
            >
              {t('tie.isNot')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Domains({ record }: { record: CustomerRecord }) {
  const { t } = useTranslation('record');
  const [text, setText] = useState(record.domains.join(', '));
  const save = useMutation({
    mutationFn: () =>
      call(setDomains, {
        params: { id: record.id },
        body: { domains: text.split(/[\s,;]+/).filter(Boolean) },
      }),
    onSuccess: ({ domains }) => {
      setText(domains.join(', '));
      return renew(record.id);
    },
    onError: complain,
  });
  return (
    <TextInput
      mb="sm"
      label={t('tie.domains')}
      description={t('tie.domainsHelp')}
      placeholder={t('tie.domainsExample')}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => text !== record.domains.join(', ') && save.mutate()}
    />
  );
}

/** Of a human: the companies they are of. Of a company: its people, and who may be of it. */
export function Ties({ record }: { record: CustomerRecord }) {
  const { t } = useTranslation('record');
  const may = useMay('customers.write');
  const [finding, setFinding] = useState(false);
  const isCompany = record.kind === 'company';
  const add = useMutation({
    mutationFn: (otherId: string) =>
      isCompany
        ? call(addMember, { params: { id: record.id }, body: { customerId: otherId } })
        : call(addMember, { params: { id: otherId }, body: { customerId: record.id } }),
    onSuccess: () => {
      setFinding(false);
      return renew(record.id);
    },
    onError: complain,
  });
  return (
    <Section
      title={t(isCompany ? 'tie.people' : 'tie.companies')}
      actions={
        may && !finding ? (
          <Button
            variant="light"
            size="xs"
            leftSection={<IconPlus size={16} />}
            onClick={() => setFinding(true)}
          >
            {t(isCompany ? 'tie.addPerson' : 'tie.addCompany')}
          </Button>
        ) : null
      }
    >
      {isCompany && may ? <Domains key={record.domains.join()} record={record} /> : null}
      {finding ? (
        <div style={{ marginBottom: 12 }}>
          <FindOther
            selves={[record.id]}
            kind={isCompany ? 'human' : 'company'}
            onChoose={(id) => add.mutate(id)}
          />
          <Button size="xs" variant="default" mt="xs" onClick={() => setFinding(false)}>
            {t('cancel')}
          </Button>
        </div>
      ) : null}
      {record.ties.length === 0 && !finding ? (
        <Text size="sm" c="dimmed">
          {t(isCompany ? 'tie.noPeople' : 'tie.noCompanies')}
        </Text>
      ) : null}
      <ul className={classes.list}>
        {record.ties.map((tie) => (
          <Tie key={tie.id} record={record} tie={tie} may={may} />
        ))}
      </ul>
      {isCompany && may ? <Proposals id={record.id} /> : null}
    </Section>
  );
}
