import { Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { startConversation } from '@meada/contract/routes/conversations';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { codeOf, Problem } from '../../api/problem.ts';
import { useChannels, useInboxRefs } from '../../api/queries.ts';
import { CustomerPicker, type Whom } from './CustomerPicker.tsx';

type Form = { inboxId: string; subject: string; place: string; text: string };

/** First words to a customer, where the channel lets the firm begin; or a visit at the counter, written down. */
export function StartDialog({ customerId, onClose }: { customerId: string | null; onClose: () => void }) {
  const { t } = useTranslation('conversations');
  const navigate = useNavigate();
  const channels = useChannels();
  const inboxes = useInboxRefs().filter(
    (inbox) =>
      inbox.active &&
      channels.find((channel) => channel.id === inbox.channel)?.capabilities.startsConversation,
  );
  const [whom, setWhom] = useState<Whom | null>(null);
  const [clientId] = useState(() => crypto.randomUUID());
  const { register, handleSubmit, watch, formState } = useForm<Form>({
    defaultValues: { inboxId: inboxes[0]?.id ?? '', subject: '', place: '', text: '' },
  });
  const inbox = inboxes.find((one) => one.id === watch('inboxId')) ?? inboxes[0];
  const channel = channels.find((one) => one.id === inbox?.channel);
  const visit = channel?.capabilities.sends.includes('visit') === true;
  const start = useMutation({
    mutationFn: (form: Form) => {
      const content = visit
        ? { kind: 'visit' as const, text: form.text, place: form.place || undefined }
        : { kind: 'text' as const, text: form.text };
      return call(startConversation, {
        body: {
          clientId,
          inboxId: inbox?.id ?? '',
          subject: form.subject || undefined,
          content,
          ...whom?.body,
        },
      });
    },
    onSuccess: (conversation) => {
      onClose();
      void navigate({ to: '/conversations/$conversationId', params: { conversationId: conversation.id } });
    },
  });
  const required = { required: t('start.required') };
  return (
    <Modal opened onClose={onClose} title={t('start.title')} size="lg">
      <form onSubmit={handleSubmit((form) => start.mutate(form))}>
        <Stack gap="md">
          <NativeSelect
            label={t('start.inbox')}
            description={inboxes.length === 0 ? t('start.noInbox') : undefined}
            data={inboxes.map((one) => ({ value: one.id, label: `${one.name} – ${one.address}` }))}
            {...register('inboxId')}
          />
          <CustomerPicker customerId={customerId} channel={channel} whom={whom} onChoose={setWhom} />
          {channel?.capabilities.subject ? (
            <TextInput label={t('start.subject')} maxLength={998} {...register('subject')} />
          ) : null}
          {visit ? <TextInput label={t('start.place')} maxLength={256} {...register('place')} /> : null}
          <Textarea
            label={t(visit ? 'start.what' : 'start.text')}
            autosize
            minRows={4}
            maxRows={12}
            maxLength={visit ? 20_000 : channel?.limits.textLength}
            error={formState.errors.text?.message}
            {...register('text', required)}
          />
          {start.isError ? (
            <p role="alert" style={{ color: 'var(--danger)', margin: 0, fontSize: 14 }}>
              {t(`common:problem.${codeOf(start.error)}`)}{' '}
              {start.error instanceof Problem && start.error.field ? `(${start.error.field})` : ''}
            </p>
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={start.isPending} disabled={!whom || !inbox}>
              {t(visit ? 'start.record' : 'start.send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
