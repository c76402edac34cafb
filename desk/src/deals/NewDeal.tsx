import { Button, Group, Modal, Stack } from '@mantine/core';
import { createDeal, type Deal } from '@meada/contract/routes/deals';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { useMe } from '../api/queries.ts';
import { complain, say } from '../ui/toast.ts';
import { CustomerSelect } from './CustomerSelect.tsx';
import { DealFields, type DealValues } from './DealFields.tsx';
import { pipelinesQuery, refreshDeals } from './queries.ts';

type Props = {
  pipelineId?: string | undefined;
  customerId?: string;
  conversationId?: string;
  onClose(): void;
  onMade?(deal: Deal): void;
};

/** Makes a deal, from the board or beside a customer and a conversation. */
export function NewDeal({ pipelineId, customerId, conversationId, onClose, onMade }: Props) {
  const { t } = useTranslation('deals');
  const me = useMe().personId;
  const pipelines = useQuery(pipelinesQuery).data ?? [];
  const pipeline = pipelines.find(({ id }) => id === pipelineId) ?? pipelines[0];
  const [whom, setWhom] = useState<string | null>(customerId ?? null);
  const [tried, setTried] = useState(false);
  const [values, setValues] = useState<Partial<DealValues>>({});
  const whole: DealValues = {
    ...{ title: '', companyId: null, value: 0, currency: pipeline?.currency ?? 'BRL', ownerId: me },
    ...{ expectedOn: null, nextStep: null, nextOn: null, labelIds: [] },
    ...values,
  };
  const save = useMutation({
    mutationFn: () =>
      call(createDeal, {
        body: {
          ...whole,
          customerId: whom ?? '',
          pipelineId: pipeline?.id,
          conversationId: conversationId ?? null,
        },
      }),
    onSuccess: async (deal) => {
      await refreshDeals();
      say(t('made'));
      onMade?.(deal);
      onClose();
    },
    onError: complain,
  });
  const lacksTitle = whole.title.trim() === '';
  return (
    <Modal
      opened
      centered
      size="lg"
      onClose={onClose}
      title={t('new')}
      closeOnClickOutside={Object.keys(values).length === 0}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!lacksTitle && whom) save.mutate();
        }}
      >
        <Stack gap="sm">
          {customerId ? null : (
            <CustomerSelect
              label={t('field.customer')}
              required
              error={tried && !whom ? t('required') : undefined}
              first
              value={whom}
              onChange={setWhom}
            />
          )}
          <DealFields
            values={whole}
            titleError={tried && lacksTitle ? t('required') : undefined}
            onChange={(some) => setValues({ ...values, ...some })}
          />
        </Stack>
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('create')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
