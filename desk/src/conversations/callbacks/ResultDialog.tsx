import { Button, Group, Modal, Textarea } from '@mantine/core';
import type { Callback } from '@meada/contract/routes/callbacks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { complain } from '../../ui/toast.ts';
import { type Outcome, settle } from './callbacks.ts';

type Props = { callback: Callback; outcome: Outcome; onClose: () => void };

/** What came of a call, in a few words that stay with the conversation. */
export function ResultDialog({ callback, outcome, onClose }: Props) {
  const { t } = useTranslation('conversations');
  const [result, setResult] = useState('');
  const [busy, setBusy] = useState(false);
  const save = () => {
    setBusy(true);
    settle(callback, { outcome, result: result.trim() })
      .then(onClose, complain)
      .finally(() => setBusy(false));
  };
  return (
    <Modal opened onClose={onClose} title={t(`callback.title.${outcome}`)}>
      <Textarea
        label={t('callback.result')}
        value={result}
        maxLength={2000}
        autosize
        minRows={3}
        data-autofocus
        onChange={(event) => setResult(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="md">
        <Button loading={busy} onClick={save}>
          {t('callback.save')}
        </Button>
      </Group>
    </Modal>
  );
}
