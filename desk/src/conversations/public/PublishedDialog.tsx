import { Button, Group, Modal, TextInput } from '@mantine/core';
import type { Message } from '@meada/contract/routes/conversations';
import { publishByHand } from '@meada/contract/routes/public-duties';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { askOfMessage } from '../../live/asked.ts';
import { complain, say } from '../../ui/toast.ts';

type Props = { message: Message; url: string | null; onClose: () => void };

/** The agent confirms that the answer stands on the site, with its link. */
export function PublishedDialog({ message, url, onClose }: Props) {
  const { t } = useTranslation('conversations');
  const client = useQueryClient();
  const [link, setLink] = useState(url ?? '');
  const publish = useMutation({
    mutationFn: () => {
      const given = link.trim();
      const body = given ? { url: given } : {};
      return askOfMessage(client, () => call(publishByHand, { params: { id: message.id }, body }));
    },
    onSuccess: () => {
      for (const queryKey of [keys.duties, keys.conversation(message.conversationId)])
        void client.invalidateQueries({ queryKey });
      say(t('byHand.done'));
      onClose();
    },
    onError: complain,
  });
  const isLink = link.trim() === '' || /^https?:\/\/\S+$/.test(link.trim());
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('byHand.title')}
      centered
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isLink) publish.mutate();
        }}
      >
        <TextInput
          data-autofocus
          type="url"
          label={t('byHand.link')}
          description={t('byHand.linkHelp')}
          value={link}
          maxLength={2000}
          onChange={(event) => setLink(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={publish.isPending} disabled={!isLink}>
            {t('byHand.confirm')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
