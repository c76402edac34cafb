import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { testAnnouncement } from '@meada/contract/routes/announcements';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useChannels, useInboxRefs } from '../../api/queries.ts';
import { complain, say } from '../../ui/toast.ts';

/** Sends the text to an address of one's own first, by an inbox that may write first. */
export function TestSend({ inboxId, text }: { inboxId: string; text: string }) {
  const { t } = useTranslation('firm');
  const channels = useChannels();
  const channelOf = (id: string) => channels.find((one) => one.id === id);
  const ways = useInboxRefs().filter((inbox) => {
    const channel = channelOf(inbox.channel);
    const kinds = channel?.identityKinds?.filter((kind) => !kind.anonymous) ?? [];
    return (
      inbox.active && inbox.id !== inboxId && channel?.capabilities.startsConversation && kinds.length > 0
    );
  });
  const [wayId, setWayId] = useState('');
  const way = ways.find((one) => one.id === wayId) ?? ways[0];
  const [value, setValue] = useState('');
  const kind = channelOf(way?.channel ?? '')?.identityKinds?.find((one) => !one.anonymous)?.kind ?? '';
  const test = useMutation({
    mutationFn: () =>
      call(testAnnouncement, {
        params: { id: inboxId },
        body: { wayInboxId: way?.id ?? '', address: { kind, value: value.trim() }, text },
      }),
    onSuccess: () => say(t('tell.testSent')),
    onError: complain,
  });
  if (!way) return null;
  return (
    <details>
      <summary style={{ cursor: 'pointer', fontWeight: 600, fontSize: 14 }}>{t('tell.test')}</summary>
      <Group align="flex-end" gap="sm" mt="xs">
        <NativeSelect
          label={t('tell.testWay')}
          value={way.id}
          data={ways.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(event) => setWayId(event.currentTarget.value)}
        />
        <TextInput
          label={t('tell.testAddress')}
          value={value}
          maxLength={200}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <Button
          variant="default"
          loading={test.isPending}
          disabled={!value.trim() || text.trim().length < 10}
          onClick={() => test.mutate()}
        >
          {t('tell.testSend')}
        </Button>
      </Group>
    </details>
  );
}
