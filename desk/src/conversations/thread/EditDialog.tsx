import { Button, Group, Modal, Text, Textarea } from '@mantine/core';
import type { Message } from '@meada/contract/routes/conversations';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannel } from '../../api/queries.ts';
import { useChannelName } from '../../ui/ChannelBadge.tsx';

type EditProps = { message: Message; onSave: (text: string) => void; onClose: () => void };

/** Other words for an own message; the customer sees them where the channel shows them. */
export function EditDialog({ message, onSave, onClose }: EditProps) {
  const { t } = useTranslation('conversations');
  const channel = useChannel(message.channel);
  const before = 'text' in message.content ? (message.content.text ?? '') : '';
  const [text, setText] = useState(before);
  const internal = message.visibility === 'internal';
  const most = internal ? 200_000 : (channel?.limits.textLength ?? 200_000);
  const ready = text.trim() !== '' && text !== before && text.length <= most;
  const save = () => {
    if (!ready) return;
    onSave(text);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t(internal ? 'message.editNote' : 'message.edit')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Textarea
          data-autofocus
          autosize
          minRows={3}
          maxRows={14}
          value={text}
          aria-label={t('message.edit')}
          error={text.length > most ? t('block.tooLong') : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
          }}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" disabled={!ready}>
            {t('common:save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

type DeleteProps = { message: Message; onDelete: () => void; onClose: () => void };

/** Asked before words go: with the customer they cannot be brought back. */
export function DeleteDialog({ message, onDelete, onClose }: DeleteProps) {
  const { t } = useTranslation('conversations');
  const channel = useChannelName(message.channel);
  const internal = message.visibility === 'internal';
  return (
    <Modal opened onClose={onClose} title={t(internal ? 'message.deleteNote' : 'message.delete')}>
      <Text size="sm">{internal ? t('message.deleteNoteText') : t('message.deleteText', { channel })}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button
          color="red"
          data-autofocus
          onClick={() => {
            onDelete();
            onClose();
          }}
        >
          {t('message.deleteNow')}
        </Button>
      </Group>
    </Modal>
  );
}
