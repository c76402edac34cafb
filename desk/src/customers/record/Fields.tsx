import { Button, Group, Text } from '@mantine/core';
import type { FieldDefinition } from '@meada/contract/fields';
import type { CustomFieldValue } from '@meada/contract/primitives';
import { revealField } from '@meada/contract/routes/fields';
import { type CustomerRecord, changeRecord } from '@meada/contract/routes/record';
import { IconEye, IconLock } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Fragment, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { Problem } from '../../api/problem.ts';
import { useMay, useMe } from '../../api/queries.ts';
import { Section } from '../../settings/kit/Section.tsx';
import { complain, say } from '../../ui/toast.ts';
import { FieldInput } from './FieldInput.tsx';
import { keepRecord, renew } from './queries.ts';
import classes from './record.module.css';

type Values = CustomerRecord['values'];
const roles = ['owner', 'administrator', 'supervisor', 'agent'];

/** A sensitive value: shown when asked for, which is kept in the audit trail. */
function Concealed({ record, field, onShown }: Shown) {
  const { t } = useTranslation('record');
  const holds = record.concealed.includes(field.name);
  const look = useMutation({
    mutationFn: () => call(revealField, { params: { id: record.id, name: field.name } }),
    onSuccess: ({ value }) => onShown(value),
    onError: complain,
  });
  return (
    <div className={classes.concealed}>
      <IconLock size={16} aria-hidden />
      <span>
        <b>{field.label}</b>
        <small>{t(holds ? 'fields.concealed' : 'fields.empty')}</small>
      </span>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconEye size={15} />}
        loading={look.isPending}
        onClick={() => look.mutate()}
      >
        {t(holds ? 'fields.look' : 'fields.fillIn')}
      </Button>
    </div>
  );
}
type Shown = { record: CustomerRecord; field: FieldDefinition; onShown(value: CustomFieldValue): void };

type FormProps = {
  fields: readonly FieldDefinition[];
  values: Values;
  may: boolean;
  /** How a sensitive field is shown. */
  concealed?(field: FieldDefinition, onShown: (value: CustomFieldValue) => void): ReactNode;
  save(changed: Values): Promise<unknown>;
};

/** Fields in the shape of their types, saved together. */
export function FieldForm({ fields, values, may, concealed, save: keep }: FormProps) {
  const { t } = useTranslation('record');
  const { role } = useMe();
  const [changed, setChanged] = useState<Values>({});
  const [shown, setShown] = useState<Values>({});
  const [wrong, setWrong] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: () => keep(changed),
    onSuccess: () => {
      setChanged({});
      setWrong(null);
      say(t('saved'));
    },
    onError: (error) => {
      const field = error instanceof Problem ? error.field : null;
      if (field?.startsWith('body.customFields.')) setWrong(field.slice('body.customFields.'.length));
      else complain(error);
    },
  });
  const dirty = Object.keys(changed).length > 0;
  return (
    <>
      <div className={classes.grid}>
        {fields.map((field) => {
          const { name, sensitive, archivedAt, editedBy } = field;
          if (sensitive && concealed && !(name in shown))
            return (
              <Fragment key={name}>
                {concealed(field, (value) => setShown((all) => ({ ...all, [name]: value })))}
              </Fragment>
            );
          const value = changed[name] !== undefined ? changed[name] : (shown[name] ?? values[name] ?? null);
          return (
            <FieldInput
              key={name}
              field={field}
              value={value}
              readOnly={!may || archivedAt !== null || roles.indexOf(role) > roles.indexOf(editedBy)}
              error={wrong === name ? t('fields.wrong') : undefined}
              onChange={(next) => setChanged((all) => ({ ...all, [name]: next }))}
            />
          );
        })}
      </div>
      {dirty ? (
        <Group mt="md" gap="sm">
          <Button loading={save.isPending} onClick={() => save.mutate()}>
            {t('save')}
          </Button>
          <Button variant="subtle" color="gray" c="var(--ink-soft)" onClick={() => setChanged({})}>
            {t('discard')}
          </Button>
          <Text size="sm" c="dimmed">
            {t('unsaved')}
          </Text>
        </Group>
      ) : null}
    </>
  );
}

/** Fields that are asked now, and archived ones that hold something. */
export const askedFields = (fields: readonly FieldDefinition[], values: Values): FieldDefinition[] =>
  fields.filter(({ name, archivedAt }) => archivedAt === null || values[name] !== undefined);

/** The firm's own fields of a customer. */
export function CustomerFields({ record }: { record: CustomerRecord }) {
  const may = useMay('customers.write');
  return (
    <FieldForm
      fields={askedFields(record.fields, record.values)}
      values={record.values}
      may={may}
      concealed={(field, onShown) => <Concealed record={record} field={field} onShown={onShown} />}
      save={async (customFields) => {
        keepRecord(await call(changeRecord, { params: { id: record.id }, body: { customFields } }));
        await renew(record.id);
      }}
    />
  );
}

/** The firm's own fields, each in the shape of its type. What nobody defined stays with “other data”. */
export function Fields({ record }: { record: CustomerRecord }) {
  const { t } = useTranslation('record');
  if (askedFields(record.fields, record.values).length === 0) return null;
  return (
    <Section title={t('fields.title')}>
      <CustomerFields record={record} />
    </Section>
  );
}
