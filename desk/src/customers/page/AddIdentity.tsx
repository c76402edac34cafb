import { Select, Switch, Textarea, TextInput } from '@mantine/core';
import { addIdentity, type Customer } from '@meada/contract/routes/customers';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { FormDialog } from '../../settings/kit/Dialog.tsx';
import { useSavedForm } from '../../settings/kit/form.tsx';
import { useIdentityKinds } from '../kinds.ts';
import { keepCustomer } from '../queries.ts';

const blank = { kind: 'phone', value: '', vouch: false, reason: '' };

/** Writes an address down; vouching for it needs a reason, which is kept. */
export function AddIdentity({ customer, onClose }: { customer: Customer; onClose(): void }) {
  const { t } = useTranslation('customers');
  const { kinds } = useIdentityKinds();
  const saved = useSavedForm({
    values: blank,
    done: t('saved'),
    save: async ({ kind, value, vouch, reason }) => {
      const body = { kind, value, ...(vouch ? { reason } : {}) };
      await keepCustomer(await call(addIdentity, { params: { id: customer.id }, body }));
      onClose();
    },
  });
  const { register, control, formState, watch } = saved.form;
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t('identity.add')}
      saved={saved}
      action={t('identity.addAction')}
    >
      <Controller
        control={control}
        name="kind"
        render={({ field: { ref: _ref, onChange, ...field }, fieldState }) => (
          <Select
            {...field}
            onChange={(value) => value && onChange(value)}
            label={t('identity.kind')}
            allowDeselect={false}
            error={fieldState.error?.message}
            data={kinds.filter((one) => !one.anonymous).map((one) => ({ value: one.kind, label: one.label }))}
          />
        )}
      />
      <TextInput
        label={t('identity.value')}
        required
        withAsterisk
        data-autofocus
        mt="md"
        maxLength={512}
        autoComplete="off"
        error={formState.errors.value?.message}
        {...register('value', { required: t('required') })}
      />
      <Controller
        control={control}
        name="vouch"
        render={({ field }) => (
          <Switch
            mt="lg"
            checked={field.value}
            onChange={(event) => field.onChange(event.currentTarget.checked)}
            label={t('identity.vouch')}
            description={t('identity.vouchHelp')}
          />
        )}
      />
      {watch('vouch') ? (
        <Textarea
          label={t('identity.reason')}
          placeholder={t('identity.reasonHint')}
          required
          withAsterisk
          mt="md"
          autosize
          minRows={2}
          maxLength={500}
          error={formState.errors.reason?.message}
          {...register('reason', {
            validate: (reason, all) => !all.vouch || reason.trim().length >= 3 || t('reasonNeeded'),
          })}
        />
      ) : null}
    </FormDialog>
  );
}
