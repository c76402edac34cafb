import { ActionIcon, Button, Input, Switch, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { Controller, type UseFormReturn, useFieldArray } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { doubledNames, type FieldRow } from './fields.ts';

type WithFields = { fields: FieldRow[] };
type RowProps = { form: UseFormReturn<WithFields>; index: number; editable: boolean; onRemove(): void };

function CustomField({ form, index, editable, onRemove }: RowProps) {
  const { t } = useTranslation('customers');
  const row = form.getValues(`fields.${index}`);
  const error = form.formState.errors.fields?.[index]?.name?.message;
  return (
    <div style={{ display: 'flex', gap: 8, alignItems: 'flex-start', marginTop: 8 }}>
      <TextInput
        aria-label={t('fields.name')}
        placeholder={t('fields.name')}
        flex="0 1 42%"
        maxLength={64}
        readOnly={!editable}
        error={error}
        {...form.register(`fields.${index}.name`, {
          validate: (name, all) => !doubledNames(all.fields).has(name.trim()) || t('fields.doubled'),
        })}
      />
      {row?.kind === 'boolean' ? (
        <Controller
          control={form.control}
          name={`fields.${index}.value`}
          render={({ field }) => (
            <Switch
              flex={1}
              mt={7}
              disabled={!editable}
              aria-label={`${t('fields.value')}: ${row.name}`}
              checked={field.value === 'true'}
              onChange={(event) => field.onChange(String(event.currentTarget.checked))}
            />
          )}
        />
      ) : (
        <TextInput
          aria-label={`${t('fields.value')}: ${row?.name ?? ''}`}
          placeholder={t('fields.value')}
          flex={1}
          maxLength={4000}
          readOnly={!editable}
          {...form.register(`fields.${index}.value`)}
        />
      )}
      {editable ? (
        <ActionIcon
          variant="subtle"
          color="gray"
          c="var(--ink-soft)"
          mt={4}
          onClick={onRemove}
          aria-label={`${t('fields.remove')}: ${row?.name ?? ''}`}
        >
          <IconX size={17} />
        </ActionIcon>
      ) : null}
    </div>
  );
}

/** The firm's own fields of a customer, in a form that has `fields`. */
export function CustomFields({ form, editable }: { form: UseFormReturn<WithFields>; editable: boolean }) {
  const { t } = useTranslation('customers');
  const { fields, append, remove } = useFieldArray({ control: form.control, name: 'fields' });
  if (fields.length === 0 && !editable) return null;
  return (
    <Input.Wrapper label={t('fields.title')} labelElement="div" mt="md">
      {fields.map((field, index) => (
        <CustomField
          key={field.id}
          form={form}
          index={index}
          editable={editable}
          onRemove={() => remove(index)}
        />
      ))}
      {editable ? (
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            mt={8}
            leftSection={<IconPlus size={16} />}
            onClick={() => append({ name: '', value: '', kind: 'text' })}
          >
            {t('fields.add')}
          </Button>
        </div>
      ) : null}
    </Input.Wrapper>
  );
}
