import { NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './agreements.module.css';

const units = { minutes: 1, hours: 60 } as const;
type Unit = keyof typeof units;

type Props = { label: string; value: number | null; onChange(minutes: number | null): void; empty?: string };

/** Minutes of business time, typed in minutes or hours; empty: nothing. */
export function DurationField({ label, value, onChange, empty }: Props) {
  const { t } = useTranslation('agreements');
  const [unit, setUnit] = useState<Unit>(value !== null && value % 60 === 0 ? 'hours' : 'minutes');
  return (
    <div className={classes.duration}>
      <NumberInput
        label={label}
        placeholder={empty}
        min={0}
        max={600_000 / units[unit]}
        allowNegative={false}
        decimalScale={unit === 'hours' ? 2 : 0}
        value={value === null ? '' : value / units[unit]}
        onChange={(typed) => {
          const minutes = Math.round(Number(typed) * units[unit]);
          onChange(typed === '' || Number.isNaN(minutes) ? null : minutes);
        }}
      />
      <Select
        aria-label={`${label}: ${t('unit.label')}`}
        allowDeselect={false}
        data={(['minutes', 'hours'] as const).map((name) => ({ value: name, label: t(`unit.${name}`) }))}
        value={unit}
        onChange={(next) => setUnit((next as Unit) ?? 'minutes')}
      />
    </div>
  );
}
