import { Button, Group, Modal, Select, Textarea } from '@mantine/core';
import type { Stage } from '@meada/contract/routes/deals';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonsQuery } from './queries.ts';

type Props = {
  stage: Stage;
  onClose(): void;
  onSave(reason: { reasonId: string | null; reasonNote: string | null }): void;
};

/** Asks why a deal was won or lost; nobody has to say. */
export function CloseDialog({ stage, onClose, onSave }: Props) {
  const { t } = useTranslation('deals');
  const [reasonId, setReason] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const reasons = (useQuery(reasonsQuery).data ?? []).filter(
    ({ outcome, archived }) => outcome === stage.category && !archived,
  );
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      title={t(stage.category === 'won' ? 'close.won' : 'close.lost')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSave({ reasonId, reasonNote: note.trim() || null });
        }}
      >
        <Select
          data-autofocus
          label={t('close.reason')}
          clearable
          data={reasons.map(({ id, name }) => ({ value: id, label: name }))}
          value={reasonId}
          onChange={setReason}
        />
        <Textarea
          mt="md"
          label={t('close.note')}
          autosize
          minRows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit">{stage.name}</Button>
        </Group>
      </form>
    </Modal>
  );
}
