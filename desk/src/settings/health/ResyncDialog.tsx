import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { startResync } from '@meada/contract/routes/inbox-health';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { complain, say } from '../../ui/toast.ts';
import { refresh } from '../queries.ts';

const day = 86_400_000;
/** A moment as a field of date and time has it: local, without a zone. */
const local = (at: number): string =>
  new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** Since when everything is fetched again: yesterday unless told. */
export function ResyncDialog({ inboxId, onClose }: { inboxId: string; onClose: () => void }) {
  const { t } = useTranslation('firm');
  const [since, setSince] = useState(() => local(Date.now() - day));
  const start = useMutation({
    mutationFn: () =>
      call(startResync, { params: { id: inboxId }, body: { since: new Date(since).toISOString() } }),
    onSuccess: async () => {
      say(t('resync.started'));
      await refresh(keys.health);
      onClose();
    },
    onError: complain,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('resync.title')}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="sm">
        <Text size="sm">{t('resync.text')}</Text>
        <TextInput
          data-autofocus
          type="datetime-local"
          label={t('resync.since')}
          description={t('resync.sinceHelp')}
          value={since}
          min={local(Date.now() - 30 * day)}
          max={local(Date.now())}
          onChange={(event) => setSince(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="sm" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button loading={start.isPending} disabled={!since} onClick={() => start.mutate()}>
            {t('resync.go')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
