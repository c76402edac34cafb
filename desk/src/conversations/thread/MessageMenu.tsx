import type { Leg, Message } from '@meada/contract/routes/conversations';
import { IconDotsVertical } from '@tabler/icons-react';
import { lazyRouteComponent } from '@tanstack/react-router';
import { type ComponentProps, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLater } from '../../app/settled.ts';

const MessageActions = lazyRouteComponent(() => import('./MessageActions.tsx'), 'MessageActions');
const load = () => MessageActions.preload?.();

export type MessageMenuProps = {
  message: Message;
  legs: readonly Leg[];
  onReply?: (messageId: string) => void;
  onCopy: () => void;
};

/** The button at a message. */
export function MessageMenuButton(props: ComponentProps<'button'>) {
  const { t } = useTranslation('conversations');
  return (
    <button
      type="button"
      data-menu
      title={t('message.menu')}
      aria-label={t('message.menu')}
      aria-haspopup="menu"
      {...props}
    >
      <IconDotsVertical size={16} />
    </button>
  );
}

/** A plain button until it is used: a thread has many messages. */
export function MessageMenu(props: MessageMenuProps) {
  const [used, setUsed] = useState(false);
  useLater(load);
  const plain = <MessageMenuButton onClick={() => setUsed(true)} />;
  if (!used) return plain;
  return (
    <Suspense fallback={plain}>
      <MessageActions {...props} />
    </Suspense>
  );
}
