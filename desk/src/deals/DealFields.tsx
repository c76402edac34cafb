import { MultiSelect, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLabels, usePeople } from '../api/queries.ts';
import { CurrencySelect } from '../ui/CurrencySelect.tsx';
import { inCurrency, MoneyInput } from '../ui/MoneyInput.tsx';
import { CustomerSelect } from './CustomerSelect.tsx';
import classes from './deals.module.css';

export type DealValues = {
  title: string;
  companyId: string | null;
  value: number;
  currency: string;
  ownerId: string | null;
  expectedOn: string | null;
  nextStep: string | null;
  nextOn: string | null;
  labelIds: string[];
};
type Props = {
  values: DealValues;
  onChange(values: Partial<DealValues>): void;
  titleError?: string | undefined;
  /** The next step stands elsewhere. */
  withoutNext?: boolean;
};

/** What is said of a deal, in a dialog and in its panel. */
export function DealFields({ values, onChange, titleError, withoutNext }: Props) {
  const { t } = useTranslation('deals');
  const people = usePeople();
  const labels = useLabels();
  return (
    <>
      <TextInput
        label={t('field.title')}
        withAsterisk
        maxLength={200}
        error={titleError}
        value={values.title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <div className={classes.pair}>
        <MoneyInput
          label={t('field.value')}
          currency={values.currency}
          value={values.value}
          onChange={(value) => onChange({ value: value ?? 0 })}
        />
        <CurrencySelect
          label={t('field.currency')}
          value={values.currency}
          onChange={(currency) =>
            onChange({ currency, value: inCurrency(values.value, values.currency, currency) })
          }
        />
      </div>
      <div className={classes.pair}>
        <Select
          label={t('field.owner')}
          clearable
          searchable={people.length > 8}
          data={people.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.ownerId}
          onChange={(ownerId) => onChange({ ownerId })}
        />
        <TextInput
          type="date"
          label={t('field.expectedOn')}
          value={values.expectedOn ?? ''}
          onChange={(event) => onChange({ expectedOn: event.currentTarget.value || null })}
        />
      </div>
      {withoutNext ? null : (
        <div className={classes.pair}>
          <TextInput
            label={t('field.nextStep')}
            maxLength={300}
            value={values.nextStep ?? ''}
            onChange={(event) => onChange({ nextStep: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={t('field.nextOn')}
            value={values.nextOn ?? ''}
            onChange={(event) => onChange({ nextOn: event.currentTarget.value || null })}
          />
        </div>
      )}
      <CustomerSelect
        label={t('field.company')}
        kind="company"
        value={values.companyId}
        onChange={(companyId) => onChange({ companyId })}
      />
      {labels.length > 0 ? (
        <MultiSelect
          label={t('field.labels')}
          clearable
          searchable={labels.length > 8}
          data={labels.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.labelIds}
          onChange={(labelIds) => onChange({ labelIds })}
        />
      ) : null}
    </>
  );
}
