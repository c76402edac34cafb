import { Button, Collapse, NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { SettingField } from '@meada/contract/channels';
import type { Locale } from '@meada/contract/primitives';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type Control, Controller, useFormState } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import kit from '../kit/kit.module.css';
import { InboxOrder } from './InboxOrder.tsx';
import { type FormValue, type FormValues, isMissing, type SecretChange } from './manifest.ts';
import { SecretField } from './SecretField.tsx';

/** The part of a form these fields live in. */
export type WithSettings = { settings: FormValues };
type InputProps = {
  field: SettingField;
  value: FormValue;
  onChange(value: FormValue): void;
  onBlur(): void;
  error?: string;
};

/** One field by its type. */
function SettingInput({ field, value, onChange, onBlur, error }: InputProps) {
  const locale = useTranslation().i18n.language as Locale;
  const common = {
    label: field.label[locale],
    description: field.help?.[locale],
    placeholder:
      field.placeholder ?? (typeof field.default === 'object' ? undefined : field.default?.toString()),
    required: field.required,
    withAsterisk: field.required,
    error,
    onBlur,
  };
  if (field.type === 'secret')
    return <SecretField {...common} value={value as SecretChange} onChange={onChange} />;
  if (field.type === 'boolean')
    return (
      <Switch
        label={common.label}
        description={common.description}
        checked={value === true}
        error={error}
        onBlur={onBlur}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  if (field.type === 'number')
    return (
      <NumberInput
        {...common}
        value={value as number | ''}
        onChange={onChange}
        allowNegative={false}
        hideControls
      />
    );
  if (field.type === 'choice')
    return (
      <Select
        {...common}
        data={(field.choices ?? []).map((choice) => ({ value: choice.value, label: choice.label[locale] }))}
        value={String(value) || null}
        onChange={(next) => onChange(next ?? '')}
        allowDeselect={!field.required}
        comboboxProps={{ withinPortal: true }}
      />
    );
  if (field.type === 'inboxes')
    return <InboxOrder {...common} field={field} value={String(value)} onChange={onChange} />;
  if (field.type === 'list')
    return (
      <Textarea
        {...common}
        value={String(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
        autosize
        minRows={2}
        maxRows={10}
        spellCheck={false}
      />
    );
  return (
    <TextInput
      {...common}
      type={field.type === 'url' || field.type === 'email' ? field.type : 'text'}
      value={String(value)}
      autoComplete="off"
      spellCheck={field.type === 'text' ? undefined : false}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Whether what is rarely needed is shown; kept outside, so that a form that begins anew does not fold it. */
export type Fold = { open: boolean; toggle(): void };
export function useFold(): Fold {
  const [open, { toggle }] = useDisclosure(false);
  return { open, toggle };
}

type Props = { fields: SettingField[]; control: Control<WithSettings> };

function Fields({ fields, control }: Props) {
  const { t } = useTranslation('settings');
  const wide = new Set<SettingField['type']>(['boolean', 'inboxes', 'list', 'secret']);
  const check = (field: SettingField, value: FormValue) => {
    if (isMissing(field, value)) return t('fieldProblem.required');
    const text = typeof value === 'string' ? value.trim() : '';
    if (field.type === 'email' && text && !/^\S+@\S+\.\S+$/.test(text)) return t('fieldProblem.email');
    if (field.type === 'url' && text && !URL.canParse(text)) return t('fieldProblem.url');
    return true;
  };
  return (
    <div className={kit.fields} data-ends>
      {fields.map((field) => (
        <div key={field.name} className={wide.has(field.type) || field.help ? kit.wide : undefined}>
          <Controller
            control={control}
            name={`settings.${field.name}`}
            rules={{ validate: (value) => check(field, value) }}
            render={({ field: { value, onChange, onBlur }, fieldState }) => (
              <SettingInput
                field={field}
                value={value ?? ''}
                onChange={onChange}
                onBlur={onBlur}
                error={fieldState.error?.message}
              />
            )}
          />
        </div>
      ))}
    </div>
  );
}

/** The settings form a channel's manifest describes; what is rarely needed stays folded until asked for, or wrong. */
export function ManifestFields({ fields, control, fold }: Props & { fold: Fold }) {
  const { t } = useTranslation('settings');
  const { errors } = useFormState({ control });
  const usual = fields.filter((field) => !field.advanced);
  const rare = fields.filter((field) => field.advanced);
  const shown = fold.open || rare.some((field) => errors.settings?.[field.name]);
  return (
    <>
      <Fields fields={usual} control={control} />
      {rare.length > 0 ? (
        <>
          <Button
            variant="subtle"
            size="compact-sm"
            mt="md"
            onClick={fold.toggle}
            aria-expanded={shown}
            leftSection={shown ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
          >
            {t('inbox.advanced')}
          </Button>
          <Collapse expanded={shown} keepMountedMode="display-none">
            <div style={{ paddingTop: 12 }}>
              <Fields fields={rare} control={control} />
            </div>
          </Collapse>
        </>
      ) : null}
    </>
  );
}
