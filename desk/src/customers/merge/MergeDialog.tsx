import { Button, Group, Modal, Text, Textarea } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type Customer, mergeCustomers } from '@meada/contract/routes/customers';
import type { Comparison } from '@meada/contract/routes/duplicates';
import { IconArrowLeft, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { FormProblem, useSavedForm } from '../../settings/kit/form.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { say } from '../../ui/toast.ts';
import { CompareGrid } from '../duplicates/CompareGrid.tsx';
import { comparisonQuery } from '../duplicates/queries.ts';
import { useChoices } from '../duplicates/useChoices.ts';
import { keepCustomer } from '../queries.ts';
import { FindOther } from './FindOther.tsx';

/** Records that can be merged at once. */
const sidesAtMost = 10;

type CompareProps = {
  comparison: Comparison;
  /** The reason is known already: it was suggested. */
  reason?: string;
  onAdd: () => void;
  onBack: (() => void) | null;
  onClose(): void;
};

function Compare({ comparison, reason: given, onAdd, onBack, onClose }: CompareProps) {
  const { t } = useTranslation('customers');
  const chosen = useChoices(comparison);
  const saved = useSavedForm({
    values: { reason: given ?? '' },
    save: async ({ reason }) => {
      const otherIds = comparison.sides.map((side) => side.id).filter((id) => id !== chosen.intoId);
      const body = { otherIds, reason, choices: chosen.choices };
      await keepCustomer(await call(mergeCustomers, { params: { id: chosen.intoId }, body }));
      say(t('merge.done'));
      onClose();
    },
  });
  const { register, formState } = saved.form;
  return (
    <form onSubmit={saved.submit} noValidate>
      <CompareGrid
        comparison={comparison}
        intoId={chosen.intoId}
        onInto={chosen.setInto}
        choices={chosen.choices}
        onChoose={chosen.choose}
      />
      {comparison.sides.length < sidesAtMost ? (
        <Button variant="subtle" size="xs" mt="sm" leftSection={<IconPlus size={16} />} onClick={onAdd}>
          {t('merge.addOther')}
        </Button>
      ) : null}
      <Text size="sm" c="dimmed" mt="md">
        {t('merge.text')}
      </Text>
      {given ? null : (
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

function Sides({ ids, ...props }: { ids: string[] } & Omit<CompareProps, 'comparison'>) {
  const found = useQuery(comparisonQuery(ids));
  if (found.error && !found.data) return <ErrorState error={found.error} onRetry={() => found.refetch()} />;
  if (!found.data) return <ListLoading rows={5} />;
  return <Compare comparison={found.data} {...props} />;
}

type Props = { customer: Customer; otherId?: string; reason?: string; onClose(): void };

/** Merges other records into this one: find them, look at all side by side, choose whose word counts, say why. */
export function MergeDialog({ customer, otherId, reason, onClose }: Props) {
  const { t } = useTranslation(['customers', 'duplicates']);
  const narrow = useMediaQuery('(max-width: 720px)', undefined, { getInitialValueInEffect: false });
  const [others, setOthers] = useState<string[]>(otherId ? [otherId] : []);
  const [finding, setFinding] = useState(!otherId);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('merge.title')}
      size={others.length > 1 ? 1040 : 780}
      fullScreen={narrow}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {finding ? (
        <FindOther
          selves={[customer.id, ...others]}
          onChoose={(id) => {
            setOthers((now) => [...now, id]);
            setFinding(false);
          }}
        />
      ) : (
        <Sides
          key={others.join()}
          ids={[customer.id, ...others]}
          reason={reason}
          onAdd={() => setFinding(true)}
          onBack={
            otherId
              ? null
              : () => {
                  setOthers([]);
                  setFinding(true);
                }
          }
          onClose={onClose}
        />
      )}
    </Modal>
  );
}
