import { Button, Group, Modal, Select, Textarea, TextInput } from '@mantine/core';
import {
  openPrivacyRequest,
  type RequestChannel,
  type RequestKind,
} from '@meada/contract/routes/privacy-requests';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { CustomerSelect } from '../../deals/CustomerSelect.tsx';
import { complain, say } from '../../ui/toast.ts';
import { refresh } from '../queries.ts';
import { dayWords } from './day.ts';
import { lacksProof, type Proof, ProofFields } from './ProofFields.tsx';
import { peopleQuery, privacyKey, privacySettingsQuery } from './queries.ts';

const kinds: RequestKind[] = [
  ...(['confirmation', 'access', 'correction', 'portability', 'erasure', 'restriction'] as const),
  ...(['objection', 'consent', 'sharing', 'review'] as const),
];
type Channel = Exclude<RequestChannel, 'page'>;
const channels: Channel[] = ['phone', 'counter', 'email', 'letter', 'conversation', 'other'];

/** Today where the reader is, and a day some days after one. */
const today = (): string =>
  new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
const after = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

type Props = { customerId?: string; onClose(): void; onMade?(id: string): void };

/** Writes down a request that came by telephone, over the counter, by e-mail or letter. */
export function NewRequest({ customerId, onClose, onMade }: Props) {
  const { t, i18n } = useTranslation('privacy');
  const days = useQuery(privacySettingsQuery).data?.requestDays ?? 15;
  const people = useQuery(peopleQuery).data ?? [];
  const [whom, setWhom] = useState<string | null>(customerId ?? null);
  const [values, setValues] = useState({
    ...{ kind: 'access' as RequestKind, channel: 'phone' as Channel, askedOn: today(), details: '' },
    assigneeId: null as string | null,
  });
  const [proof, setProof] = useState<Proof>({ proofKind: null, proof: '' });
  const [tried, setTried] = useState(false);
  const put = (change: Partial<typeof values>) => setValues({ ...values, ...change });
  // Today is the firm's day, wherever the reader is: the house says which.
  const cameOn = values.askedOn === today() ? null : values.askedOn;
  const save = useMutation({
    mutationFn: () =>
      call(openPrivacyRequest, { body: { ...values, ...proof, askedOn: cameOn, customerId: whom ?? '' } }),
    onSuccess: async ({ request }) => {
      await refresh(privacyKey);
      say(t('requests.made'));
      onClose();
      onMade?.(request.id);
    },
    onError: complain,
  });
  const submit = () => {
    setTried(true);
    if (whom && values.askedOn && !lacksProof(proof)) save.mutate();
  };
  const isWritten = values.details !== '' || proof.proof !== '';
  return (
    <Modal
      opened
      centered
      size="lg"
      onClose={onClose}
      title={t('requests.new')}
      closeOnClickOutside={!isWritten}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {customerId ? null : (
        <CustomerSelect
          label={t('requests.who')}
          first
          value={whom}
          onChange={setWhom}
          required
          error={tried && !whom ? t('required') : undefined}
        />
      )}
      <Select
        mt={customerId ? 0 : 'md'}
        label={t('requests.kind')}
        allowDeselect={false}
        data={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        value={values.kind}
        onChange={(kind) => put({ kind: kind as RequestKind })}
      />
      <Group grow mt="md" align="flex-start">
        <Select
          label={t('requests.channel')}
          allowDeselect={false}
          data={channels.map((value) => ({ value, label: t(`channel.${value}`) }))}
          value={values.channel}
          onChange={(channel) => put({ channel: channel as Channel })}
        />
        <TextInput
          type="date"
          label={t('requests.askedOn')}
          description={
            values.askedOn
              ? t('requests.until', { day: dayWords(after(values.askedOn, days), i18n.language) })
              : undefined
          }
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          max={today()}
          error={tried && !values.askedOn ? t('required') : undefined}
          value={values.askedOn}
          onChange={(event) => put({ askedOn: event.currentTarget.value })}
        />
      </Group>
      <ProofFields
        value={proof}
        onChange={setProof}
        problem={tried && lacksProof(proof) ? t('required') : undefined}
      />
      <Textarea
        mt="md"
        label={t('requests.details')}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={4000}
        value={values.details}
        onChange={(event) => put({ details: event.currentTarget.value })}
      />
      <Select
        mt="md"
        label={t('requests.assignee')}
        placeholder={t('requests.unassigned')}
        clearable
        searchable
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        value={values.assigneeId}
        onChange={(assigneeId) => put({ assigneeId })}
      />
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button onClick={submit} loading={save.isPending}>
          {t('requests.open_')}
        </Button>
      </Group>
    </Modal>
  );
}
