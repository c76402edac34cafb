import { Button, MultiSelect, SegmentedControl, TextInput } from '@mantine/core';
import { blockCustomer, type CustomerRecord, changeRecord } from '@meada/contract/routes/record';
import { IconBan } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useLabels, useMay } from '../../api/queries.ts';
import { Section } from '../../settings/kit/Section.tsx';
import { momentOf } from '../../ui/time.ts';
import { complain } from '../../ui/toast.ts';
import { keepRecord, renew } from './queries.ts';
import classes from './record.module.css';

/** Somebody the firm does not want to serve: the mark, why, and since when. */
function Block({ record }: { record: CustomerRecord }) {
  const { t, i18n } = useTranslation('record');
  const may = useMay('customers.write');
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const block = useMutation({
    mutationFn: (blocked: boolean) =>
      call(blockCustomer, { params: { id: record.id }, body: { blocked, reason } }),
    onSuccess: (fresh) => {
      keepRecord(fresh);
      setAsking(false);
      setReason('');
    },
    onError: complain,
  });
  if (record.blocked) {
    return (
      <div className={classes.blocked} role="note">
        <IconBan size={18} aria-hidden />
        <span>
          <b>{t('block.is')}</b>
          <small>
            {momentOf(record.blocked.at, i18n.language)} · {record.blocked.reason}
          </small>
        </span>
        {may ? (
          <Button size="xs" variant="default" loading={block.isPending} onClick={() => block.mutate(false)}>
            {t('block.undo')}
          </Button>
        ) : null}
      </div>
    );
  }
  if (!may) return null;
  if (!asking) {
    return (
      <Button
        size="xs"
        variant="subtle"
        color="gray"
        c="var(--ink-soft)"
        leftSection={<IconBan size={15} />}
        onClick={() => setAsking(true)}
      >
        {t('block.open')}
      </Button>
    );
  }
  return (
    <form
      className={classes.inline}
      onSubmit={(event) => {
        event.preventDefault();
        block.mutate(true);
      }}
    >
      <TextInput
        label={t('block.reason')}
        maxLength={500}
        autoFocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" color="red" disabled={reason.trim().length < 3} loading={block.isPending}>
        {t('block.act')}
      </Button>
      <Button variant="default" onClick={() => setAsking(false)}>
        {t('cancel')}
      </Button>
    </form>
  );
}

/** Human or company, day of birth, labels, block. */
export function Own({ record }: { record: CustomerRecord }) {
  const { t } = useTranslation('record');
  const may = useMay('customers.write');
  const labels = useLabels();
  const [birth, setBirth] = useState(record.birthDate ?? '');
  useEffect(() => setBirth(record.birthDate ?? ''), [record.birthDate]);
  const change = useMutation({
    mutationFn: (body: Parameters<typeof call<typeof changeRecord>>[1]['body']) =>
      call(changeRecord, { params: { id: record.id }, body }),
    onSuccess: (fresh) => {
      keepRecord(fresh);
      void renew(record.id);
    },
    onError: (error) => {
      setBirth(record.birthDate ?? '');
      complain(error);
    },
  });
  return (
    <Section title={t('own.title')}>
      <div className={classes.grid}>
        <SegmentedControl
          aria-label={t('own.kind')}
          disabled={!may}
          value={record.kind}
          onChange={(kind) => change.mutate({ kind: kind as CustomerRecord['kind'] })}
          data={[
            { value: 'human', label: t('own.human') },
            { value: 'company', label: t('own.company') },
          ]}
        />
        {record.kind === 'human' ? (
          <TextInput
            type="date"
            label={t('own.birthDate')}
            readOnly={!may}
            value={birth}
            max={new Date().toISOString().slice(0, 10)}
            onChange={(event) => setBirth(event.currentTarget.value)}
            onBlur={() => birth !== (record.birthDate ?? '') && change.mutate({ birthDate: birth || null })}
          />
        ) : null}
        <MultiSelect
          label={t('own.labels')}
          placeholder={record.labelIds.length === 0 ? t('own.noLabels') : undefined}
          readOnly={!may}
          searchable={labels.length > 8}
          data={labels.map((label) => ({ value: label.id, label: label.name }))}
          value={record.labelIds}
          onChange={(labelIds) => change.mutate({ labelIds })}
        />
        <Block record={record} />
      </div>
    </Section>
  );
}
