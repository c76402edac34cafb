import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { type FieldDefinition, type FieldSubject, fieldSubjects } from '@meada/contract/fields';
import { archiveField, orderFields } from '@meada/contract/routes/fields';
import { IconArrowDown, IconArrowUp, IconForms, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { fieldsQuery } from '../../customers/record/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { complain } from '../../ui/toast.ts';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { FieldDialog } from './FieldDialog.tsx';
import { PostalCodes } from './PostalCodes.tsx';

type RowProps = { field: FieldDefinition; at: number; fields: FieldDefinition[]; onEdit(): void };

function FieldRow({ field, at, fields, onEdit }: RowProps) {
  const { t } = useTranslation('record');
  const act = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: () => refresh([...keys.settings, 'fields'], ['customer']),
    onError: complain,
  });
  const move = (step: number) => {
    const names = fields.map(({ name }) => name);
    names.splice(at + step, 0, ...names.splice(at, 1));
    act.mutate(() => call(orderFields, { body: { subject: field.subject, names } }));
  };
  const archived = field.archivedAt !== null;
  return (
    <Row
      title={
        <>
          <span style={{ fontWeight: 550 }}>{field.label}</span>
          {field.required ? <Pill>{t('define.isRequired')}</Pill> : null}
          {field.sensitive ? <Pill tone="warn">{t('define.isSensitive')}</Pill> : null}
          {archived ? <Pill>{t('define.isArchived')}</Pill> : null}
        </>
      }
      text={
        <>
          {t(`define.types.${field.type}`)} · {field.name}
          {field.seenBy === 'agent'
            ? ''
            : ` · ${t('define.seenFrom', { role: t(`define.role.${field.seenBy}`) })}`}
        </>
      }
      end={
        <span style={{ display: 'flex', gap: 4, flexWrap: 'wrap', justifyContent: 'flex-end' }}>
          {archived ? null : (
            <>
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={at === 0}
                aria-label={`${t('define.up')}: ${field.label}`}
                onClick={() => move(-1)}
              >
                <IconArrowUp size={16} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={at === fields.length - 1}
                aria-label={`${t('define.down')}: ${field.label}`}
                onClick={() => move(1)}
              >
                <IconArrowDown size={16} />
              </ActionIcon>
              <Button size="xs" variant="default" onClick={onEdit}>
                {t('define.edit')}
              </Button>
            </>
          )}
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            c="var(--ink-soft)"
            onClick={() =>
              act.mutate(() =>
                call(archiveField, { params: { id: field.id }, body: { archived: !archived } }),
              )
            }
          >
            {t(archived ? 'define.restore' : 'define.archive')}
          </Button>
        </span>
      }
    />
  );
}

/** The firm's own fields of customers, companies and conversations. */
export function FieldsPage() {
  const { t } = useTranslation('record');
  const [subject, setSubject] = useState<FieldSubject>('customer');
  const [open, setOpen] = useState<{ field: FieldDefinition | null } | null>(null);
  const list = useQuery(fieldsQuery);
  const fields = (list.data?.items ?? []).filter((field) => field.subject === subject);
  const standing = fields.filter(({ archivedAt }) => archivedAt === null);
  const archived = fields.filter(({ archivedAt }) => archivedAt !== null);
  return (
    <>
      <PageHeader title={t('define.title')} text={t('define.text')}>
        <Button leftSection={<IconPlus size={18} />} onClick={() => setOpen({ field: null })}>
          {t('define.add')}
        </Button>
      </PageHeader>
      <SegmentedControl
        mb="md"
        w="fit-content"
        aria-label={t('define.subject')}
        value={subject}
        onChange={(value) => setSubject(value as FieldSubject)}
        data={fieldSubjects.map((one) => ({ value: one, label: t(`define.of.${one}`) }))}
      />
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.isPending ? <ListLoading rows={4} /> : null}
      {list.data && fields.length === 0 ? (
        <EmptyState icon={IconForms} title={t('define.none')} text={t('define.noneText')} />
      ) : null}
      {fields.length > 0 ? (
        <Section>
          <Rows label={t('define.title')}>
            {[...standing, ...archived].map((field, at) => (
              <FieldRow
                key={field.id}
                field={field}
                at={at}
                fields={standing}
                onEdit={() => setOpen({ field })}
              />
            ))}
          </Rows>
        </Section>
      ) : null}
      <PostalCodes />
      {open ? (
        <FieldDialog
          subject={subject}
          field={open.field}
          taken={fields.map(({ name }) => name)}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </>
  );
}
