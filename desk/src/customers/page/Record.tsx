import { Select, Textarea, TextInput } from '@mantine/core';
import { type Customer, changeCustomer } from '@meada/contract/routes/customers';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useMay } from '../../api/queries.ts';
import { locales } from '../../i18n/locale.ts';
import { FormFrame, useSavedForm } from '../../settings/kit/form.tsx';
import { Section } from '../../settings/kit/Section.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { keepCustomer } from '../queries.ts';
import { recordQuery } from '../record/queries.ts';
import { CustomFields } from './CustomFields.tsx';
import { type FieldRow, fieldRows, fieldValues } from './fields.ts';

type RecordForm = { name: string; locale: Customer['locale']; notes: string; fields: FieldRow[] };

/**
 * Name, language and what has no definition of its own. The one text of earlier days stands here only where somebody wrote
 * it: what the team notes now has authors (`record/Notes.tsx`).
 */
export function Record({ customer }: { customer: Customer }) {
  const { t } = useTranslation('customers');
  const may = useMay('customers.write');
  // What has a definition stands in its own shape below.
  const defined = useQuery(recordQuery(customer.id)).data?.fields;
  const values = useMemo(
    (): RecordForm => ({
      name: customer.name ?? '',
      locale: customer.locale,
      notes: customer.notes,
      fields: fieldRows(
        Object.fromEntries(
          Object.entries(customer.customFields).filter(
            ([name]) => !defined?.some((field) => field.name === name),
          ),
        ),
      ),
    }),
    [customer, defined],
  );
  const saved = useSavedForm<RecordForm>({
    values,
    done: t('saved'),
    save: async ({ name, locale, notes, fields }) => {
      const body = { locale, notes, customFields: fieldValues(fields), ...(name.trim() ? { name } : {}) };
      await keepCustomer(await call(changeCustomer, { params: { id: customer.id }, body }));
    },
  });
  const { register, control, formState } = saved.form;
  const fields = (
    <>
      <TextInput
        label={t('record.name')}
        placeholder={customer.display}
        maxLength={256}
        readOnly={!may}
        error={formState.errors.name?.message}
        {...register('name', {
          validate: (name) => customer.name === null || name.trim() !== '' || t('required'),
        })}
      />
      <Controller
        control={control}
        name="locale"
        render={({ field: { ref: _ref, ...field } }) => (
          <Select
            {...field}
            mt="md"
            label={t('record.locale')}
            placeholder={t('record.noLocale')}
            clearable={may}
            readOnly={!may}
            data={locales.map((one) => ({ value: one, label: t(`account.locale.${one}`) }))}
          />
        )}
      />
      {customer.notes ? (
        <Textarea
          mt="md"
          label={t('record.notes')}
          description={t('record.notesHelp')}
          autosize
          minRows={3}
          maxRows={14}
          maxLength={10_000}
          readOnly={!may}
          error={formState.errors.notes?.message}
          {...register('notes')}
        />
      ) : null}
      <CustomFields form={saved.form as never} editable={may} />
    </>
  );
  return (
    <Section
      title={t('record.title')}
      text={undefined}
      actions={
        <span style={{ fontSize: 13, color: 'var(--ink-faint)' }}>
          {t('record.since')} <RelativeTime at={customer.createdAt} />
        </span>
      }
    >
      {may ? <FormFrame saved={saved}>{fields}</FormFrame> : fields}
    </Section>
  );
}
