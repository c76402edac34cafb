import { Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconCopy,
  IconEye,
  IconEyeOff,
  IconHistory,
  IconListCheck,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannel, useMe } from '../../api/queries.ts';
import { useMayReply } from '../../work/listening/state.ts';
import { beginSelection } from '../regroup/selection.ts';
import { possibleFor } from './amends.ts';
import { MessageMenuButton, type MessageMenuProps } from './MessageMenu.tsx';
import classes from './thread.module.css';
import { useAmend } from './useAmend.ts';

const EditDialog = lazy(() => import('./EditDialog.tsx').then((file) => ({ default: file.EditDialog })));
const DeleteDialog = lazy(() => import('./EditDialog.tsx').then((file) => ({ default: file.DeleteDialog })));
const HistoryDialog = lazy(() =>
  import('./HistoryDialog.tsx').then((file) => ({ default: file.HistoryDialog })),
);

/** What can be done with one message. */
export function MessageActions({ message, legs, onReply, onCopy }: MessageMenuProps) {
  const { t } = useTranslation('conversations');
  // The button that opened it the first time is gone by now: this one takes its place, and the focus.
  const button = useRef<HTMLButtonElement>(null);
  const me = useMe();
  const mayReply = useMayReply(message.conversationId);
  const channel = useChannel(message.channel);
  const amend = useAmend(message.id);
  const [dialog, setDialog] = useState<'edit' | 'delete' | 'history' | null>(null);
  const can = possibleFor(message, { meId: me.personId, channel, legs, now: Date.now() });
  const mine = message.reactions.find((one) => one.personId === me.personId)?.emoji ?? null;
  const close = () => setDialog(null);
  return (
    <>
      <Menu width={230} position="bottom" shadow="md" defaultOpened onClose={() => button.current?.focus()}>
        <Menu.Target>
          <MessageMenuButton ref={button} />
        </Menu.Target>
        <Menu.Dropdown>
          {mayReply && can.reactions.length > 0 ? (
            <div className={classes.palette}>
              {can.reactions.map((emoji) => (
                <Menu.Item
                  key={emoji}
                  aria-label={t('message.react', { emoji })}
                  data-mine={mine === emoji || undefined}
                  onClick={() => amend.mutate({ kind: 'react', emoji: mine === emoji ? null : emoji })}
                >
                  {emoji}
                </Menu.Item>
              ))}
            </div>
          ) : null}
          {onReply && message.visibility !== 'internal' ? (
            <Menu.Item leftSection={<IconArrowBackUp size={16} />} onClick={() => onReply(message.id)}>
              {t('message.reply')}
            </Menu.Item>
          ) : null}
          {'text' in message.content && message.content.text ? (
            <Menu.Item leftSection={<IconCopy size={16} />} onClick={onCopy}>
              {t('message.copy')}
            </Menu.Item>
          ) : null}
          {mayReply && can.edit ? (
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setDialog('edit')}>
              {t('message.edit')}
            </Menu.Item>
          ) : null}
          {mayReply && can.hide ? <HidingItem message={message} onHide={amend.mutate} /> : null}
          {mayReply ? (
            <Menu.Item
              leftSection={<IconListCheck size={16} />}
              onClick={() => beginSelection(message.conversationId, message.id)}
            >
              {t('regroup.select')}
            </Menu.Item>
          ) : null}
          {message.editedAt || message.deletedAt ? (
            <Menu.Item leftSection={<IconHistory size={16} />} onClick={() => setDialog('history')}>
              {t('message.history')}
            </Menu.Item>
          ) : null}
          {mayReply && can.remove ? (
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setDialog('delete')}>
              {t('message.delete')}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>
        {dialog === 'edit' ? (
          <EditDialog
            message={message}
            onClose={close}
            onSave={(text) => amend.mutate({ kind: 'edit', text })}
          />
        ) : null}
        {dialog === 'delete' ? (
          <DeleteDialog message={message} onClose={close} onDelete={() => amend.mutate({ kind: 'delete' })} />
        ) : null}
        {dialog === 'history' ? <HistoryDialog messageId={message.id} onClose={close} /> : null}
      </Suspense>
    </>
  );
}

type Hiding = Pick<MessageMenuProps, 'message'> & {
  onHide: (change: { kind: 'hide'; hidden: boolean }) => void;
};

function HidingItem({ message, onHide }: Hiding) {
  const { t } = useTranslation('conversations');
  const hidden = message.hiddenAt !== null;
  const Shape = hidden ? IconEye : IconEyeOff;
  return (
    <Menu.Item leftSection={<Shape size={16} />} onClick={() => onHide({ kind: 'hide', hidden: !hidden })}>
      {t(hidden ? 'message.show' : 'message.hide')}
    </Menu.Item>
  );
}
