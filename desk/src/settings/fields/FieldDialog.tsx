import { ActionIcon, Button, Checkbox, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { type FieldDefinition, type FieldSubject, fieldTypes } from '@meada/contract/fields';
import { changeField, createField } from '@meada/contract/routes/fields';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { Controller, useFieldArray } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { FormDialog } from '../kit/Dialog.tsx';
import { useSavedForm } from '../kit/form.tsx';
import { refresh } from '../queries.ts';
import { nameOf } from './names.ts';

type Form = Pick<
  FieldDefinition,
  'label' | 'help' | 'type' | 'required' | 'sensitive' | 'seenBy' | 'editedBy'
> & { currency: string; choices: { name: string; label: string; archived: boolean }[] };

const roles = ['agent', 'supervisor', 'administrator', 'owner'] as const;
const currencies = ['BRL', 'USD', 'EUR', 'ARS', 'CLP', 'COP', 'MXN', 'PEN', 'PYG', 'UYU'];

const formOf = (field: FieldDefinition | null): Form => ({
  label: field?.label ?? '',
  help: field?.help ?? '',
  type: field?.type ?? 'text',
  required: field?.required ?? false,
  sensitive: field?.sensitive ?? false,
  seenBy: field?.seenBy ?? 'agent',
  editedBy: field?.editedBy ?? 'agent',
  currency: field?.currency ?? 'BRL',
  choices: field?.choices.map((one) => ({ ...one })) ?? [],
});

type Saved = ReturnType<typeof useSavedForm<Form>>;

/** What can be chosen. One that was offered is archived, never removed: customers may have it. */
function Choices({ saved, kept }: { saved: Saved; kept: ReadonlySet<string> }) {
  const { t } = useTranslation('record');
  const { control, register, watch, setValue } = saved.form;
  const { fields, append, remove } = useFieldArray({ control, name: 'choices' });
  return (
    <fieldset style={{ border: 0, margin: '16px 0 0', padding: 0 }}>
      <legend style={{ fontSize: 14, fontWeight: 500, padding: 0 }}>{t('define.choices')}</legend>
      {fields.map((field, index) => {
        const { name, archived } = watch(`choices.${index}`);
        return (
          <div key={field.id} style={{ display: 'flex', gap: 8, marginTop: 8, alignItems: 'center' }}>
            <TextInput
              flex={1}
              aria-label={t('define.choice')}
              maxLength={80}
              disabled={archived}
              {...register(`choices.${index}.label`)}
            />
            {kept.has(name) ? (
              <Checkbox
                label={t('define.archived')}
                checked={archived}
                onChange={(event) =>
                  setValue(`choices.${index}.archived`, event.currentTarget.checked, { shouldDirty: true })
                }
              />
            ) : (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('define.removeChoice')}
                onClick={() => remove(index)}
              >
                <IconX size={16} />
              </ActionIcon>
            )}
          </div>
        );
      })}
      <Button
        variant="light"
        size="xs"
        mt="sm"
        leftSection={<IconPlus size={15} />}
        onClick={() => append({ name: '', label: '', archived: false })}
      >
        {t('define.addChoice')}
      </Button>
    </fieldset>
  );
}

type RoleProps = { saved: Saved; name: 'seenBy' | 'editedBy' };

function RoleSelect({ saved, name }: RoleProps) {
  const { t } = useTranslation('record');
  return (
    <Controller
      control={saved.form.control}
      name={name}
      render={({ field: { ref: _ref, ...field } }) => (
        <Select
          {...field}
          mt="md"
          label={t(`define.${name}`)}
          allowDeselect={false}
          data={roles.map((one) => ({ value: one, label: t(`define.role.${one}`) }))}
        />
      )}
    />
  );
}

type Props = {
  subject: FieldSubject;
  field: FieldDefinition | null;
  taken: readonly string[];
  onClose(): void;
};

/** Makes or changes the definition of a custom field; its type is chosen once. */
export function FieldDialog({ subject, field, taken, onClose }: Props) {
  const { t } = useTranslation('record');
  const [values] = useState(() => formOf(field));
  const saved = useSavedForm<Form>({
    values,
    done: t('saved'),
    renamed: { 'body.label': 'label', 'body.choices': 'choices', 'body.name': 'label' },
    save: async ({ type, currency, choices, ...plain }) => {
      const names: string[] = choices.map((one) => one.name).filter(Boolean);
      const filled = choices
        .filter(({ label }) => label.trim() !== '')
        .map((one) => {
          const name = one.name || nameOf(one.label, names);
          names.push(name);
          return { ...one, name };
        });
      const isChoice = type === 'choice' || type === 'choices';
      const body = {
        ...plain,
        choices: isChoice ? filled : [],
        currency: type === 'money' ? currency : null,
      };
      await (field
        ? call(changeField, { params: { id: field.id }, body })
        : call(createField, { body: { ...body, subject, type, name: nameOf(plain.label, taken) } }));
      await refresh([...keys.settings, 'fields'], ['customer']);
      onClose();
    },
  });
  const { register, control, formState, watch } = saved.form;
  const type = watch('type');
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t(field ? 'define.change' : 'define.add')}
      saved={saved}
      action={t('save')}
    >
      <TextInput
        label={t('define.label')}
        required
        withAsterisk
        data-autofocus
        maxLength={80}
        error={formState.errors.label?.message}
        {...register('label', { required: t('required') })}
      />
      <Controller
        control={control}
        name="type"
        render={({ field: { ref: _ref, ...input } }) => (
          <Select
            {...input}
            mt="md"
            label={t('define.type')}
            description={field ? t('define.typeStays') : undefined}
            disabled={field !== null}
            allowDeselect={false}
            data={fieldTypes.map((one) => ({ value: one, label: t(`define.types.${one}`) }))}
          />
        )}
      />
      {type === 'money' ? (
        <Controller
          control={control}
          name="currency"
          render={({ field: { ref: _ref, ...input } }) => (
            <Select {...input} mt="md" label={t('define.currency')} allowDeselect={false} data={currencies} />
          )}
        />
      ) : null}
      {type === 'choice' || type === 'choices' ? (
        <Choices saved={saved} kept={new Set(field?.choices.map(({ name }) => name))} />
      ) : null}
      <Textarea mt="md" label={t('define.help')} autosize minRows={1} maxLength={500} {...register('help')} />
      <Switch mt="md" label={t('define.required')} {...register('required')} />
      <Switch
        mt="md"
        label={t('define.sensitive')}
        description={t('define.sensitiveHelp')}
        {...register('sensitive')}
      />
      <RoleSelect saved={saved} name="seenBy" />
      <RoleSelect saved={saved} name="editedBy" />
    </FormDialog>
  );
}
