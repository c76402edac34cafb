import { MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { FieldDefinition } from '@meada/contract/fields';
import type { CustomFieldValue } from '@meada/contract/primitives';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { minorOf, typedMoney } from './values.ts';

type Props = {
  field: FieldDefinition;
  value: CustomFieldValue;
  readOnly: boolean;
  error?: string;
  onChange(value: CustomFieldValue): void;
};

/** Money as people type it; only what is an amount goes on. */
function MoneyInput({ field, value, onChange, ...rest }: Props & { label: string; description?: string }) {
  const { i18n } = useTranslation();
  const currency = field.currency ?? 'BRL';
  const [text, setText] = useState(() =>
    typeof value === 'number' ? typedMoney(value, currency, i18n.language) : '',
  );
  return (
    <TextInput
      {...rest}
      inputMode="decimal"
      leftSection={<span style={{ fontSize: 13 }}>{currency}</span>}
      leftSectionWidth={48}
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        onChange(typed.trim() === '' ? null : (minorOf(typed, currency) ?? typed));
      }}
    />
  );
}

const inputTypes = { link: 'url', email: 'email', phone: 'tel', date: 'date' } as const;
const yesNo = ['true', 'false'] as const;

/** One custom field in the shape of its type. */
export function FieldInput(props: Props) {
  const { field, value, readOnly, error, onChange } = props;
  const { t } = useTranslation('record');
  const common = {
    label: field.label,
    description: field.help || undefined,
    required: field.required,
    withAsterisk: field.required,
    readOnly,
    error,
  };
  const offered = field.choices
    .filter(
      ({ name, archived }) => !archived || value === name || (Array.isArray(value) && value.includes(name)),
    )
    .map(({ name, label }) => ({ value: name, label }));
  if (field.type === 'money') return <MoneyInput {...props} {...common} />;
  if (field.type === 'boolean') {
    return (
      <Select
        {...common}
        clearable={!field.required && !readOnly}
        data={yesNo.map((one) => ({ value: one, label: t(one === 'true' ? 'yes' : 'no') }))}
        value={typeof value === 'boolean' ? String(value) : null}
        onChange={(chosen) => onChange(chosen === null ? null : chosen === 'true')}
      />
    );
  }
  if (field.type === 'choice') {
    return (
      <Select
        {...common}
        clearable={!field.required && !readOnly}
        searchable={offered.length > 8}
        data={offered}
        value={typeof value === 'string' ? value : null}
        onChange={(chosen) => onChange(chosen)}
      />
    );
  }
  if (field.type === 'choices') {
    return (
      <MultiSelect
        {...common}
        data={offered}
        value={Array.isArray(value) ? value : []}
        onChange={(chosen) => onChange(chosen)}
      />
    );
  }
  if (field.type === 'number') {
    return (
      <NumberInput
        {...common}
        hideControls
        decimalSeparator=","
        value={typeof value === 'number' ? value : ''}
        onChange={(typed) => onChange(typed === '' ? null : Number(typed))}
      />
    );
  }
  const text = typeof value === 'string' ? value : '';
  if (field.type === 'long_text') {
    return (
      <Textarea
        {...common}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={4000}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      {...common}
      type={inputTypes[field.type as keyof typeof inputTypes] ?? 'text'}
      maxLength={field.type === 'link' ? 2000 : 300}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
