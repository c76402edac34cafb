import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

type Props = { subject: string; onSave: (subject: string) => void; onClose: () => void };

/** What the conversation is about, in a line. */
export function SubjectDialog({ subject, onSave, onClose }: Props) {
  const { t } = useTranslation('conversations');
  const [text, setText] = useState(subject);
  return (
    <Modal opened onClose={onClose} title={t('header.subject')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSave(text.trim());
          onClose();
        }}
      >
        <TextInput
          data-autofocus
          value={text}
          maxLength={998}
          aria-label={t('header.subject')}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit">{t('common:save')}</Button>
        </Group>
      </form>
    </Modal>
  );
}
