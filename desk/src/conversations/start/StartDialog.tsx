import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import type { Attachment } from '@meada/contract/content';
import { lazy, Suspense, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { codeOf, Problem } from '../../api/problem.ts';
import { useChannels, useInboxRefs } from '../../api/queries.ts';
import { useAddFiles } from '../composer/useAddFiles.ts';
import { useUploads } from '../composer/useUploads.ts';
import type { First } from '../letter/FirstLetter.tsx';
import { CustomerPicker, type Whom } from './CustomerPicker.tsx';
import { FileRow } from './FileRow.tsx';
import { InboxField } from './InboxField.tsx';
import { useStart, type Words } from './useStart.ts';

type Form = Words & { inboxId: string };

/** The editor of mails is heavy: it comes with the first one that is written. */
const FirstLetter = lazy(() =>
  import('../letter/FirstLetter.tsx').then((file) => ({ default: file.FirstLetter })),
);

/** The inboxes where the firm may write first. */
function useStartable() {
  const channels = useChannels();
  const inboxes = useInboxRefs().filter(
    (inbox) =>
      inbox.active &&
      channels.find((channel) => channel.id === inbox.channel)?.capabilities.startsConversation,
  );
  return { channels, inboxes };
}

/** A mail being written, and the pictures on their way into it. */
function useFirst() {
  const [first, setFirst] = useState<First>({ text: '', html: '', cc: [], bcc: [] });
  const [coming, setComing] = useState(0);
  const pictures = useRef(new Map<string, Attachment>());
  const change = (some: Partial<First>) => setFirst((now) => ({ ...now, ...some }));
  return { first, change, pictures, coming: coming > 0, count: (by: number) => setComing((now) => now + by) };
}

/** First words to a customer, where the channel lets the firm begin; or a visit at the counter, written down. */
export function StartDialog({ customerId, onClose }: { customerId: string | null; onClose: () => void }) {
  const { t } = useTranslation('conversations');
  const { channels, inboxes } = useStartable();
  const [whom, setWhom] = useState<Whom | null>(null);
  const { first, change, pictures, coming, count } = useFirst();
  const uploads = useUploads();
  const { register, handleSubmit, watch, formState, resetField } = useForm<Form>({
    defaultValues: { inboxId: inboxes[0]?.id ?? '', subject: '', place: '', text: '' },
  });
  const inbox = inboxes.find((one) => one.id === watch('inboxId')) ?? inboxes[0];
  const channel = channels.find((one) => one.id === inbox?.channel);
  const visit = channel?.capabilities.sends.includes('visit') === true;
  const rich = channel?.capabilities.html === true && !visit;
  const addFiles = useAddFiles(uploads, channel);
  const start = useStart(onClose);
  const unsent = coming || uploads.list.some((one) => !one.attachment);
  const empty = rich && first.text === '' && uploads.list.length === 0;
  const send = (words: Form) => {
    const attachments = uploads.list.flatMap((one) => (one.attachment ? [one.attachment] : []));
    start.mutate({
      inboxId: inbox?.id ?? '',
      channel,
      whom,
      words,
      letter: rich ? first : null,
      attachments,
    });
  };
  const required = { required: t('start.required') };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('start.title')}
      size="lg"
      // What is being written is not thrown away by a press beside it.
      closeOnClickOutside={!formState.isDirty && first.text === '' && uploads.list.length === 0}
    >
      <form onSubmit={handleSubmit(send)}>
        <Stack gap="md">
          <InboxField
            customerId={whom?.body.customerId ?? customerId}
            inboxes={inboxes}
            field={register('inboxId')}
            isChosen={formState.dirtyFields.inboxId === true}
            onPropose={(id) => resetField('inboxId', { defaultValue: id })}
          />
          <CustomerPicker customerId={customerId} channel={channel} whom={whom} onChoose={setWhom} />
          {channel?.capabilities.subject ? (
            <TextInput label={t('start.subject')} maxLength={998} {...register('subject')} />
          ) : null}
          {visit ? <TextInput label={t('start.place')} maxLength={256} {...register('place')} /> : null}
          {rich && inbox ? (
            <Suspense fallback={<div aria-busy />}>
              <FirstLetter
                inboxId={inbox.id}
                label={t('start.text')}
                known={[]}
                {...{ first, pictures }}
                onChange={change}
                onCount={count}
                onFiles={addFiles}
              />
            </Suspense>
          ) : (
            <Textarea
              label={t(visit ? 'start.what' : 'start.text')}
              autosize
              minRows={4}
              maxRows={12}
              maxLength={visit ? 20_000 : channel?.limits.textLength}
              error={formState.errors.text?.message}
              {...register('text', required)}
            />
          )}
          <FileRow uploads={uploads} onFiles={addFiles} />
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
            <Button type="submit" loading={start.isPending} disabled={!whom || !inbox || unsent || empty}>
              {t(visit ? 'start.record' : 'start.send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
