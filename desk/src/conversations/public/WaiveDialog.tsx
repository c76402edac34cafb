import { Button, Group, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { complain, say } from '../../ui/toast.ts';
import { waive } from './duties.ts';
import { isReason, ReasonField } from './ReasonField.tsx';

type Props = { duty: { id: string; conversationId: string }; onClose: () => void };

/** Leaves a public word without a public answer; the reason is asked for and kept. */
export function WaiveDialog({ duty, onClose }: Props) {
  const { t } = useTranslation('conversations');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    try {
      await waive(duty, reason.trim());
      say(t('duty.waived'));
      onClose();
    } catch (error) {
      complain(error);
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('duty.waiveTitle')}
      centered
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <ReasonField value={reason} onChange={setReason} />
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button loading={busy} disabled={!isReason(reason)} onClick={() => void go()}>
          {t('duty.waiveNow')}
        </Button>
      </Group>
    </Modal>
  );
}
