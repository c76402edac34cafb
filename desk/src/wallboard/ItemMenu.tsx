import { ActionIcon, Button, Group, Menu, Modal, Textarea } from '@mantine/core';
import { releaseWork, type WorkItem } from '@meada/contract/routes/routing';
import { listenIn, whisper } from '@meada/contract/routes/wallboard';
import {
  IconArrowBackUp,
  IconDotsVertical,
  IconEar,
  IconHandGrab,
  IconMessage2Bolt,
  IconTransfer,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { complain, say } from '../ui/toast.ts';
import { listen as listenTo } from '../work/listening/state.ts';
import { useWorkActions } from '../work/useWorkActions.ts';

/** A note to who has it: only they see it come, the customer never. */
function WhisperDialog({ item, name, onClose }: { item: WorkItem; name: string; onClose: () => void }) {
  const { t } = useTranslation('wallboard');
  const [text, setText] = useState('');
  const [clientId] = useState(() => crypto.randomUUID());
  const [busy, setBusy] = useState(false);
  const send = async () => {
    if (!text.trim() || busy) return;
    setBusy(true);
    try {
      await call(whisper, { params: { id: item.id }, body: { clientId, text: text.trim() } });
      say(t('whisper.done'));
      onClose();
    } catch (error) {
      complain(error);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('whisper.title', { name })} centered closeOnClickOutside={!text}>
      <Textarea
        data-autofocus
        label={t('whisper.label')}
        description={t('whisper.text')}
        autosize
        minRows={3}
        maxRows={8}
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
        }}
      />
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button onClick={() => void send()} loading={busy} disabled={!text.trim()}>
          {t('whisper.send')}
        </Button>
      </Group>
    </Modal>
  );
}

type Props = { item: WorkItem; name: string; onReassign: () => void };

/** What somebody who leads does with an agent's work. */
export function ItemMenu({ item, name, onReassign }: Props) {
  const { t } = useTranslation('wallboard');
  const actions = useWorkActions();
  const [whispering, setWhispering] = useState(false);
  const listen = () => {
    void call(listenIn, { params: { id: item.id } }).then(() => {
      const { id: itemId, agentId, conversation } = item;
      if (conversation && agentId) listenTo({ conversationId: conversation.id, itemId, agentId });
      actions.open(item);
    }, complain);
  };
  const giveBack = () =>
    call(releaseWork, { params: { id: item.id }, body: {} }).then(() => say(t('item.returned')), complain);
  const held = item.state !== 'offered';
  return (
    <>
      <Menu position="bottom-end" width={250} shadow="md">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t(item.kind === 'task' ? 'item.menuTask' : 'item.menu', { name })}
          >
            <IconDotsVertical size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {item.conversation ? (
            <>
              <Menu.Item leftSection={<IconEar size={16} />} onClick={listen}>
                {t('item.listen')}
              </Menu.Item>
              <Menu.Item leftSection={<IconMessage2Bolt size={16} />} onClick={() => setWhispering(true)}>
                {t('item.whisper')}
              </Menu.Item>
              <Menu.Divider />
            </>
          ) : null}
          <Menu.Item leftSection={<IconHandGrab size={16} />} onClick={() => void actions.takeOver(item)}>
            {t('item.takeOver')}
          </Menu.Item>
          {held ? (
            <>
              <Menu.Item leftSection={<IconTransfer size={16} />} onClick={onReassign}>
                {t('item.reassign')}
              </Menu.Item>
              <Menu.Item leftSection={<IconArrowBackUp size={16} />} onClick={() => void giveBack()}>
                {t('item.return')}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {whispering ? <WhisperDialog item={item} name={name} onClose={() => setWhispering(false)} /> : null}
    </>
  );
}
