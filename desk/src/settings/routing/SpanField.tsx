import { Checkbox, Input, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { useController } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { QueueValues } from './queue-values.ts';
import classes from './routing.module.css';

type Name =
  | `settings.${'agingSeconds' | 'targetSeconds' | 'offerSeconds' | 'againSeconds' | 'preferredSeconds' | 'wrapUpSeconds' | 'headStartSeconds'}`
  | 'settings.wait.overSeconds'
  | `settings.graceSeconds.${'realTime' | 'deferred'}`
  | `settings.steps.${number}.afterSeconds`;

const sizes = { second: 1, minute: 60, hour: 3600, day: 86_400 } as const;
type Unit = keyof typeof sizes;
const units = Object.keys(sizes) as Unit[];

/** The largest unit that holds it in whole numbers. */
const unitOf = (seconds: number): Unit =>
  [...units].reverse().find((unit) => seconds > 0 && seconds % sizes[unit] === 0) ?? 'second';

type PlainProps = {
  seconds: number;
  onChange: (seconds: number) => void;
  label: string;
  text?: string | undefined;
  error?: string | undefined;
  bare?: boolean;
};

/** A length of time: a number and its unit. The value is in seconds. */
export function Span({ seconds, onChange, label, text, error, bare }: PlainProps) {
  const { t } = useTranslation('routing');
  const [unit, setUnit] = useState<Unit>(() => unitOf(seconds));
  const value = Math.round((seconds / sizes[unit]) * 100) / 100;
  const inner = (
    <div className={classes.span}>
      <NumberInput
        aria-label={label}
        value={value}
        min={0}
        max={Math.floor((30 * 86_400) / sizes[unit])}
        decimalScale={unit === 'second' ? 0 : 2}
        onChange={(next) => onChange(Math.round(Number(next || 0) * sizes[unit]))}
      />
      <Select
        aria-label={t('unit.label')}
        allowDeselect={false}
        data={units.map((one) => ({ value: one, label: t(`unit.${one}`) }))}
        value={unit}
        onChange={(next) => {
          const chosen = (next as Unit | null) ?? unit;
          setUnit(chosen);
          onChange(Math.round(value * sizes[chosen]));
        }}
      />
    </div>
  );
  if (bare) return inner;
  return (
    <Input.Wrapper label={label} description={text} error={error}>
      {inner}
    </Input.Wrapper>
  );
}

/** A length of time of a queue's form; `field` names its texts. */
export function SpanField({ name, field }: { name: Name; field: string }) {
  const { t } = useTranslation('routing');
  const control = useController<QueueValues, Name>({ name });
  return (
    <Span
      label={t(`span.${field}`)}
      text={t(`spanText.${field}`)}
      seconds={Number(control.field.value)}
      onChange={control.field.onChange}
      error={control.fieldState.error?.message}
    />
  );
}

type MaybeName = 'settings.silentSeconds' | 'settings.pausedMostSeconds';
type MaybeProps = { name: MaybeName; field: string; usual: number };

/** A length of time that may be none at all: ticked, it is the usual one first. */
export function MaybeSpanField({ name, field, usual }: MaybeProps) {
  const { t } = useTranslation('routing');
  const control = useController<QueueValues, MaybeName>({ name });
  const seconds = control.field.value;
  return (
    <Input.Wrapper
      label={t(`span.${field}`)}
      description={t(`spanText.${field}`)}
      error={control.fieldState.error?.message}
      labelElement="div"
    >
      <div className={classes.maybe}>
        <Checkbox
          aria-label={t(`span.${field}`)}
          checked={seconds !== null}
          onChange={(event) => control.field.onChange(event.currentTarget.checked ? usual : null)}
        />
        {seconds === null ? (
          <span>{t('form.never')}</span>
        ) : (
          <Span bare label={t(`span.${field}`)} seconds={seconds} onChange={control.field.onChange} />
        )}
      </div>
    </Input.Wrapper>
  );
}
