import { Alert, Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { askSac, type SacConversation } from '@meada/contract/routes/sac';
import { type SacEffect, sacEffects } from '@meada/contract/sac';
import { IconFileText, IconScissors } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { momentOf } from '../../ui/time.ts';
import { complain, say } from '../../ui/toast.ts';
import { sacQuery } from './queries.ts';
import { RequestList } from './RequestList.tsx';
import classes from './sac.module.css';

type Props = { conversationId: string; protocol: string; onClose: () => void };

function Facts({ data, protocol }: { data: SacConversation; protocol: string }) {
  const { t, i18n } = useTranslation('sac');
  const at = (moment: string | null) => (moment ? momentOf(moment, i18n.language) : '–');
  const told = data.told;
  const toldText = told
    ? t(told.failed ? 'dialog.toldFailed' : `dialog.told_${told.how}`, { at: at(told.at) })
    : t('dialog.untold');
  return (
    <dl className={classes.facts}>
      <dt>{t('column.protocol')}</dt>
      <dd>{protocol}</dd>
      <dt>{t('column.registered')}</dt>
      <dd>{at(data.registeredAt)}</dd>
      <dt>{t('dialog.toldLabel')}</dt>
      <dd>{toldText}</dd>
      <dt>{t(data.endedAt ? 'column.ended' : 'dialog.answerBy')}</dt>
      <dd>{at(data.endedAt ?? data.dueAt)}</dd>
    </dl>
  );
}

type CancelProps = { busy: boolean; onBack(): void; onAsk(effect: SacEffect, effectiveOn?: string): void };

/** A cancellation says when it takes effect. */
function Cancel({ busy, onBack, onAsk }: CancelProps) {
  const { t } = useTranslation('sac');
  const [effect, setEffect] = useState<SacEffect>('immediate');
  const [day, setDay] = useState('');
  const isReady = effect !== 'scheduled' || day !== '';
  return (
    <div className={classes.cancel}>
      <Alert variant="light" color="gray" mb="sm">
        {t('dialog.cancelText')}
      </Alert>
      <Select
        label={t('dialog.effect')}
        allowDeselect={false}
        data={sacEffects.map((one) => ({ value: one, label: t(`effect.${one}`) }))}
        value={effect}
        comboboxProps={{ withinPortal: true }}
        onChange={(value) => setEffect((value as SacEffect | null) ?? 'immediate')}
      />
      {effect === 'scheduled' ? (
        <TextInput
          mt="sm"
          type="date"
          required
          label={t('dialog.effectiveOn')}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      ) : null}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onBack}>
          {t('dialog.back')}
        </Button>
        <Button
          disabled={!isReady}
          loading={busy}
          onClick={() => onAsk(effect, effect === 'scheduled' ? day : undefined)}
        >
          {t('dialog.cancelGo')}
        </Button>
      </Group>
    </div>
  );
}

/** The demand of a conversation by the SAC decree, and what the customer may ask for. */
export function SacDialog({ conversationId: id, protocol, onClose }: Props) {
  const { t } = useTranslation('sac');
  const client = useQueryClient();
  const [cancels, setCancels] = useState(false);
  const query = useQuery({
    ...sacQuery(id),
    // What was just asked for is on its way: a moment, and it is sent or stuck.
    refetchInterval: ({ state }) =>
      state.data?.requests.some((one) => one.state === 'asked') ? 1500 : false,
  });
  const keep = (data: SacConversation) => client.setQueryData(sacQuery(id).queryKey, data);
  const ask = useMutation({
    mutationFn: (body: Parameters<typeof call<typeof askSac>>[1]['body']) =>
      call(askSac, { params: { id }, body }),
    onSuccess: (data, { kind }) => {
      keep(data);
      setCancels(false);
      say(t(`dialog.asked_${kind}`));
    },
    onError: complain,
  });
  const { data, error } = query;
  return (
    <Modal opened onClose={onClose} title={t('dialog.title')} size="lg">
      {error && !data ? <ErrorState error={error} onRetry={() => query.refetch()} /> : null}
      {query.isPending ? <ListLoading rows={3} /> : null}
      {data ? (
        <>
          <Facts data={data} protocol={protocol} />
          <RequestList requests={data.requests} onDone={keep} />
          {cancels ? (
            <Cancel
              busy={ask.isPending}
              onBack={() => setCancels(false)}
              onAsk={(effect, effectiveOn) =>
                ask.mutate({ kind: 'cancellation', effect, ...(effectiveOn ? { effectiveOn } : {}) })
              }
            />
          ) : null}
          {data.on && !cancels ? (
            <Group mt="lg" gap="sm">
              <Button
                leftSection={<IconFileText size={17} />}
                loading={ask.isPending}
                onClick={() => ask.mutate({ kind: 'history' })}
              >
                {t('dialog.sendHistory')}
              </Button>
              <Button
                variant="default"
                leftSection={<IconScissors size={17} />}
                onClick={() => setCancels(true)}
              >
                {t('dialog.cancel')}
              </Button>
            </Group>
          ) : null}
        </>
      ) : null}
    </Modal>
  );
}
