import { Alert, Button, Group, Modal, SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import type { Customer, Identity } from '@meada/contract/routes/customers';
import { answerCheck, type CheckWay, sendCheck } from '@meada/contract/routes/identities';
import { IconMailForward, IconShieldCheck } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { codeOf } from '../../api/problem.ts';
import { inboxRefsQuery, useChannels } from '../../api/queries.ts';
import { momentOf } from '../../ui/time.ts';
import { say } from '../../ui/toast.ts';
import { keepCustomer } from '../queries.ts';

type Props = { customer: Customer; identity: Identity; onClose(): void };

/** Inboxes of the firm that write to such an address. */
function useInboxesFor(kind: string) {
  const channels = useChannels();
  const inboxes = useQuery(inboxRefsQuery).data ?? [];
  const fit = channels.filter((channel) => channel.identityKinds?.some((one) => one.kind === kind));
  return inboxes.filter((inbox) => inbox.active && fit.some((channel) => channel.id === inbox.channel));
}

function EnterCode({ customer, identity, onClose }: Props) {
  const { t, i18n } = useTranslation('customers');
  const [code, setCode] = useState('');
  const answer = useMutation({
    mutationFn: () =>
      call(answerCheck, { params: { id: customer.id, identityId: identity.id }, body: { code } }),
    onSuccess: async ({ outcome, customer: fresh }) => {
      await keepCustomer(fresh);
      say(t(`check.outcome.${outcome}`));
      onClose();
    },
  });
  const isWhole = /^\s*\d{3}[\s.-]?\d{3}\s*$/.test(code);
  const { check } = identity;
  if (check?.way !== 'code') return null;
  const wrong = answer.error
    ? t(`check.problem.${codeOf(answer.error)}`, { defaultValue: t('check.problem.refused') })
    : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole) answer.mutate();
      }}
    >
      <Text size="sm" mb="sm">
        {t('check.sent', { address: identity.display, until: momentOf(check.expiresAt, i18n.language) })}
      </Text>
      <Group align="flex-end" gap="sm">
        <TextInput
          label={t('check.code')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
          w={150}
          data-autofocus
          error={wrong}
        />
        <Button
          type="submit"
          disabled={!isWhole}
          loading={answer.isPending}
          leftSection={<IconShieldCheck size={17} />}
        >
          {t('check.prove')}
        </Button>
      </Group>
    </form>
  );
}

/** Proves an address by what is sent there: a code the customer reads out, or a link they open. */
export function CheckDialog({ customer, identity, onClose }: Props) {
  const { t, i18n } = useTranslation('customers');
  const inboxes = useInboxesFor(identity.kind);
  const [way, setWay] = useState<CheckWay>('code');
  const [inbox, setInbox] = useState<string | null>(null);
  const inboxId = inbox ?? inboxes[0]?.id;
  const send = useMutation({
    mutationFn: () =>
      call(sendCheck, { params: { id: customer.id, identityId: identity.id }, body: { way, inboxId } }),
    onSuccess: ({ customer: fresh }) => keepCustomer(fresh),
  });
  const { check } = identity;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('check.title')}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {check?.way === 'code' ? <EnterCode customer={customer} identity={identity} onClose={onClose} /> : null}
      {check?.way === 'link' ? (
        <Text size="sm">
          {t('check.linkSent', {
            address: identity.display,
            until: momentOf(check.expiresAt, i18n.language),
          })}
        </Text>
      ) : null}
      {inboxes.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('check.noInbox')}
        </Text>
      ) : (
        <div
          style={{
            marginTop: check ? 20 : 0,
            borderTop: check ? '1px solid var(--line)' : 0,
            paddingTop: check ? 16 : 0,
          }}
        >
          {check ? null : (
            <Text size="sm" mb="sm">
              {t('check.text', { address: identity.display })}
            </Text>
          )}
          <SegmentedControl
            fullWidth
            value={way}
            onChange={(value) => setWay(value as CheckWay)}
            data={(['code', 'link'] as const).map((value) => ({ value, label: t(`check.way.${value}`) }))}
          />
          <Text size="xs" c="dimmed" mt={6}>
            {t(`check.wayHelp.${way}`)}
          </Text>
          {inboxes.length > 1 ? (
            <Select
              mt="md"
              label={t('check.from')}
              allowDeselect={false}
              value={inboxId ?? null}
              onChange={setInbox}
              data={inboxes.map((one) => ({ value: one.id, label: one.name }))}
            />
          ) : null}
          {send.error ? (
            <Alert color="red" mt="md" p="xs">
              {t(`problem.${codeOf(send.error)}`)}
            </Alert>
          ) : null}
          <Group justify="flex-end" mt="md">
            <Button
              variant={check ? 'default' : 'filled'}
              leftSection={<IconMailForward size={17} />}
              loading={send.isPending}
              onClick={() => send.mutate()}
            >
              {t(check ? 'check.again' : 'check.send')}
            </Button>
          </Group>
        </div>
      )}
    </Modal>
  );
}
