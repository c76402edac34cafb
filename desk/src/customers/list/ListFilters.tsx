import { Popover, Select, TextInput, UnstyledButton } from '@mantine/core';
import { fieldComparisons as comparisons, type FieldTest } from '@meada/contract/fields';
import { IconFilter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabels } from '../../api/queries.ts';
import { segmentsQuery } from '../../segments/queries.ts';
import { minorOf } from '../../ui/money.ts';
import type { CustomerFilters } from '../queries.ts';
import { fieldsQuery } from '../record/queries.ts';
import classes from './filters.module.css';

type Props = { filters: CustomerFilters; onChange(filters: CustomerFilters): void };

const withoutValue = new Set(['set', 'unset']);

/** A condition on one of the firm's own fields; money is compared as it is kept, in minor units. */
function FieldFilter({ filters, onChange }: Props) {
  const { t } = useTranslation('record');
  const fields = (useQuery(fieldsQuery).data?.items ?? []).filter(
    ({ subject, sensitive }) => subject !== 'conversation' && !sensitive,
  );
  const [test, setTest] = useState<FieldTest>(
    () =>
      (filters.fields ? JSON.parse(filters.fields)[0] : undefined) ?? { name: '', is: 'equal', value: '' },
  );
  const field = fields.find(({ name }) => name === test.name);
  const set = (some: Partial<FieldTest>) => {
    const next = { ...test, ...some };
    setTest(next);
    const { name, is } = next;
    const value = next.value ?? '';
    const complete = name !== '' && (withoutValue.has(is) || value.trim() !== '');
    const kept = withoutValue.has(is) ? { name, is } : { name, is, value: cents(value) };
    onChange({ ...filters, fields: complete ? JSON.stringify([kept]) : undefined });
  };
  const cents = (value: string): string => {
    const amount = Number(value.replace(',', '.'));
    return field?.type === 'money' && Number.isFinite(amount)
      ? String(minorOf(amount, field.currency ?? 'BRL'))
      : value;
  };
  if (fields.length === 0) return null;
  return (
    <>
      <Select
        label={t('filter.field')}
        clearable
        searchable={fields.length > 8}
        comboboxProps={{ withinPortal: false }}
        data={[...new Map(fields.map(({ name, label }) => [name, label]))].map(([value, label]) => ({
          value,
          label,
        }))}
        value={test.name || null}
        onChange={(name) => set({ name: name ?? '', value: '' })}
      />
      {test.name ? (
        <Select
          aria-label={t('filter.field')}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data={comparisons.map((one) => ({ value: one, label: t(`filter.is.${one}`) }))}
          value={test.is}
          onChange={(is) => set({ is: is as FieldTest['is'] })}
        />
      ) : null}
      {test.name && !withoutValue.has(test.is) ? (
        field && field.choices.length > 0 ? (
          <Select
            aria-label={t('filter.value')}
            comboboxProps={{ withinPortal: false }}
            data={field.choices.map(({ name, label }) => ({ value: name, label }))}
            value={test.value || null}
            onChange={(value) => set({ value: value ?? '' })}
          />
        ) : (
          <TextInput
            aria-label={t('filter.value')}
            placeholder={t('filter.value')}
            type={field?.type === 'date' ? 'date' : 'text'}
            maxLength={200}
            value={test.value ?? ''}
            onChange={(event) => set({ value: event.currentTarget.value })}
          />
        )
      ) : null}
    </>
  );
}

/** Narrows the list: people or companies, a label, a field, blocked ones. */
export function ListFilters({ filters, onChange }: Props) {
  const { t } = useTranslation('record');
  const labels = useLabels();
  const segments = useQuery(segmentsQuery).data ?? [];
  const count = Object.values(filters).filter((value) => value !== undefined).length;
  return (
    <Popover position="bottom-start" width={300} shadow="md" trapFocus>
      <Popover.Target>
        <UnstyledButton className={classes.open} data-on={count > 0 || undefined}>
          <IconFilter size={17} aria-hidden />
          {t('filter.label')}
          {count > 0 ? ` (${count})` : ''}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.filters}>
          <Select
            label={t('filter.kind')}
            clearable
            comboboxProps={{ withinPortal: false }}
            data={[
              { value: 'human', label: t('own.human') },
              { value: 'company', label: t('own.company') },
            ]}
            value={filters.kind ?? null}
            onChange={(kind) =>
              onChange({ ...filters, kind: (kind as CustomerFilters['kind']) ?? undefined })
            }
          />
          {labels.length > 0 ? (
            <Select
              label={t('filter.labels')}
              clearable
              searchable={labels.length > 8}
              comboboxProps={{ withinPortal: false }}
              data={labels.map(({ id, name }) => ({ value: id, label: name }))}
              value={filters.labelId ?? null}
              onChange={(labelId) => onChange({ ...filters, labelId: labelId ?? undefined })}
            />
          ) : null}
          {segments.length > 0 ? (
            <Select
              label={t('filter.segment')}
              clearable
              searchable={segments.length > 8}
              comboboxProps={{ withinPortal: false }}
              data={segments.map(({ id, name }) => ({ value: id, label: name }))}
              value={filters.segmentId ?? null}
              onChange={(segmentId) => onChange({ ...filters, segmentId: segmentId ?? undefined })}
            />
          ) : null}
          <FieldFilter filters={filters} onChange={onChange} />
          <label className={classes.check}>
            <input
              type="checkbox"
              checked={filters.blocked === 'true'}
              onChange={(event) =>
                onChange({ ...filters, blocked: event.currentTarget.checked ? 'true' : undefined })
              }
            />
            {t('filter.blocked')}
          </label>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
