import { Text, Textarea } from '@mantine/core';
import type { Customer, Identity } from '@meada/contract/routes/customers';
import { endIdentity } from '@meada/contract/routes/identities';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { FormDialog } from '../../settings/kit/Dialog.tsx';
import { useSavedForm } from '../../settings/kit/form.tsx';
import { keepCustomer } from '../queries.ts';

type Props = { customer: Customer; identity: Identity; onClose(): void };

/** Says that an address is theirs no longer, or that it is after all; the reason is kept. */
export function EndIdentity({ customer, identity, onClose }: Props) {
  const { t } = useTranslation('customers');
  const ended = !identity.endedAt;
  const saved = useSavedForm({
    values: { reason: '' },
    done: t('saved'),
    save: async ({ reason }) => {
      const params = { id: customer.id, identityId: identity.id };
      await keepCustomer(await call(endIdentity, { params, body: { ended, reason } }));
      onClose();
    },
  });
  const { register, formState } = saved.form;
  const word = ended ? 'end' : 'reopen';
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t(`identity.${word}`)}
      saved={saved}
      action={t('identity.confirm')}
    >
      <Text size="sm">{t(`identity.${word}Text`, { address: identity.display })}</Text>
      <Textarea
        label={t('identity.why')}
        required
        withAsterisk
        autosize
        minRows={2}
        mt="md"
        maxLength={500}
        data-autofocus
        error={formState.errors.reason?.message}
        {...register('reason', { validate: (reason) => reason.trim().length >= 3 || t('reasonNeeded') })}
      />
    </FormDialog>
  );
}
