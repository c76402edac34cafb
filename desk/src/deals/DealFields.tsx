import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLabels, usePeople } from '../api/queries.ts';
import { minorUnits } from '../ui/money.ts';
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
};

const currencies = ['BRL', 'USD', 'EUR', 'ARS', 'CLP', 'COP', 'MXN', 'PEN', 'PYG', 'UYU'];

/** What is said of a deal, in a dialog and in its panel. */
export function DealFields({ values, onChange, titleError }: Props) {
  const { t, i18n } = useTranslation('deals');
  const people = usePeople();
  const labels = useLabels();
  const units = minorUnits(values.currency);
  const comma = i18n.language !== 'en';
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
        <NumberInput
          label={t('field.value')}
          min={0}
          max={9_000_000_000_000 / units}
          decimalScale={Math.round(Math.log10(units))}
          decimalSeparator={comma ? ',' : '.'}
          thousandSeparator={comma ? '.' : ','}
          fixedDecimalScale
          hideControls
          value={values.value / units}
          onChange={(value) => onChange({ value: Math.round(Number(value || 0) * units) })}
        />
        <Select
          label={t('field.currency')}
          allowDeselect={false}
          data={[...new Set([...currencies, values.currency])]}
          value={values.currency}
          onChange={(currency) => currency && onChange({ currency })}
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
