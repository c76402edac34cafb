import { Button, Group, Modal, Text, Textarea } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type Customer, mergeCustomers } from '@meada/contract/routes/customers';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { FormProblem, useSavedForm } from '../../settings/kit/form.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { say } from '../../ui/toast.ts';
import classes from '../customers.module.css';
import { customerQuery, keepCustomer } from '../queries.ts';
import { FindOther } from './FindOther.tsx';
import { Side } from './Side.tsx';

type CompareProps = {
  customer: Customer;
  otherId: string;
  /** A suggestion is accepted instead, which has its own reason. */
  onAccept?: () => Promise<unknown>;
  onBack: (() => void) | null;
  onClose(): void;
};

function Compare({ customer, otherId, onAccept, onBack, onClose }: CompareProps) {
  const { t } = useTranslation('customers');
  const other = useQuery(customerQuery(otherId));
  const saved = useSavedForm({
    values: { reason: '' },
    save: async ({ reason }) => {
      if (onAccept) await onAccept();
      else {
        await keepCustomer(
          await call(mergeCustomers, { params: { id: customer.id }, body: { otherId, reason } }),
        );
        say(t('merge.done'));
      }
      onClose();
    },
  });
  const { register, formState } = saved.form;
  if (other.error && !other.data) return <ErrorState error={other.error} onRetry={() => other.refetch()} />;
  if (!other.data) return <ListLoading rows={4} />;
  return (
    <form onSubmit={saved.submit} noValidate>
      <div className={classes.compare}>
        <Side customer={customer} stays />
        <Side customer={other.data} />
      </div>
      <Text size="sm" c="dimmed" mt="md">
        {t('merge.text')}
      </Text>
      {onAccept ? null : (
        <Textarea
          label={t('merge.reason')}
          placeholder={t('merge.reasonHint')}
          required
          withAsterisk
          autosize
          minRows={2}
          mt="md"
          maxLength={500}
          data-autofocus
          error={formState.errors.reason?.message}
          {...register('reason', { validate: (reason) => reason.trim() !== '' || t('reasonNeeded') })}
        />
      )}
      <FormProblem text={formState.errors.root?.message} />
      <Group justify="space-between" mt="lg" gap="sm">
        {onBack ? (
          <Button variant="subtle" leftSection={<IconArrowLeft size={17} />} onClick={onBack}>
            {t('merge.another')}
          </Button>
        ) : (
          <span />
        )}
        <Group gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={formState.isSubmitting}>
            {t('merge.action')}
          </Button>
        </Group>
      </Group>
    </form>
  );
}

type Props = { customer: Customer; otherId?: string; onAccept?: () => Promise<unknown>; onClose(): void };

/** Merges another record into this one: find it, look at both side by side, say why. */
export function MergeDialog({ customer, otherId, onAccept, onClose }: Props) {
  const { t } = useTranslation('customers');
  const narrow = useMediaQuery('(max-width: 720px)', undefined, { getInitialValueInEffect: false });
  const [chosen, setChosen] = useState<string | null>(otherId ?? null);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('merge.title')}
      size={720}
      fullScreen={narrow}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {chosen ? (
        <Compare
          key={chosen}
          customer={customer}
          otherId={chosen}
          onAccept={onAccept}
          onBack={otherId ? null : () => setChosen(null)}
          onClose={onClose}
        />
      ) : (
        <FindOther self={customer.id} onChoose={setChosen} />
      )}
    </Modal>
  );
}
