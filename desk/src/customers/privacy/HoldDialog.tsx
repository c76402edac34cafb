import { Textarea, TextInput } from '@mantine/core';
import { setHold } from '@meada/contract/routes/privacy';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { FormDialog } from '../../settings/kit/Dialog.tsx';
import { useSavedForm } from '../../settings/kit/form.tsx';
import { refresh } from '../../settings/queries.ts';

/** Holds what is kept of a customer. */
export function HoldDialog({ id, onClose }: { id: string; onClose(): void }) {
  const { t } = useTranslation('privacy');
  const saved = useSavedForm({
    values: { reason: '', until: '' },
    done: t('holds.saved'),
    save: async ({ reason, until }) => {
      await call(setHold, { params: { id }, body: { reason, until: until || null } });
      await refresh(['privacy'], ['customer', id]);
      onClose();
    },
  });
  const { register, formState } = saved.form;
  return (
    <FormDialog opened onClose={onClose} title={t('holds.set')} saved={saved} action={t('save')}>
      <Textarea
        label={t('holds.reason')}
        description={t('holds.noneText')}
        required
        autosize
        minRows={3}
        maxLength={2000}
        data-autofocus
        error={formState.errors.reason?.message}
        {...register('reason', { required: t('required'), minLength: 3 })}
      />
      <TextInput
        type="date"
        label={t('holds.untilLabel')}
        description={t('holds.untilHelp')}
        mt="md"
        error={formState.errors.until?.message}
        {...register('until')}
      />
    </FormDialog>
  );
}
