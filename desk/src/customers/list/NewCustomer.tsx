import { Group, Select, Textarea, TextInput } from '@mantine/core';
import { createCustomer } from '@meada/contract/routes/customers';
import { useNavigate } from '@tanstack/react-router';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { FormDialog } from '../../settings/kit/Dialog.tsx';
import { useSavedForm } from '../../settings/kit/form.tsx';
import { useIdentityKinds } from '../kinds.ts';
import { keepCustomer } from '../queries.ts';

const blank = { name: '', notes: '', identities: [{ kind: 'phone', value: '' }] };

/** Writes a customer down by hand; the address is unproven until they write from it. */
export function NewCustomer({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('customers');
  const navigate = useNavigate();
  const { kinds } = useIdentityKinds();
  const saved = useSavedForm({
    values: blank,
    renamed: { value: 'identities.0.value', kind: 'identities.0.kind' },
    save: async ({ name, notes, identities }) => {
      const given = identities.filter((one) => one.value.trim() !== '');
      const made = await call(createCustomer, { body: { name, notes, identities: given } });
      await keepCustomer(made);
      onClose();
      await navigate({ to: '/customers/$customerId', params: { customerId: made.id } });
    },
  });
  const { register, control, formState } = saved.form;
  return (
    <FormDialog opened onClose={onClose} title={t('add.title')} saved={saved} action={t('add.create')}>
      <TextInput
        label={t('record.name')}
        required
        withAsterisk
        data-autofocus
        maxLength={256}
        error={formState.errors.name?.message}
        {...register('name', { required: t('required') })}
      />
      <Group grow align="flex-start" mt="md" gap="sm">
        <Controller
          control={control}
          name="identities.0.kind"
          render={({ field: { ref: _ref, onChange, ...field } }) => (
            <Select
              {...field}
              onChange={(value) => value && onChange(value)}
              label={t('identity.kind')}
              allowDeselect={false}
              data={kinds
                .filter((one) => !one.anonymous)
                .map((one) => ({ value: one.kind, label: one.label }))}
            />
          )}
        />
        <TextInput
          label={t('identity.value')}
          maxLength={512}
          autoComplete="off"
          error={formState.errors.identities?.[0]?.value?.message}
          {...register('identities.0.value')}
        />
      </Group>
      <Textarea
        label={t('record.notes')}
        mt="md"
        autosize
        minRows={3}
        maxRows={10}
        maxLength={10_000}
        {...register('notes')}
      />
    </FormDialog>
  );
}
