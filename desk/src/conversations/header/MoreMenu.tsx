import { ActionIcon } from '@mantine/core';
import type { Conversation } from '@meada/contract/routes/conversations';
import { IconDots } from '@tabler/icons-react';
import { lazyRouteComponent } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Late } from '../../ui/Late.tsx';
import type { Actions } from './useActions.ts';

const MoreItems = lazyRouteComponent(() => import('./MoreItems.tsx'), 'MoreItems');
const SwitchDialog = lazy(() =>
  import('./SwitchDialog.tsx').then((file) => ({ default: file.SwitchDialog })),
);
const SubjectDialog = lazy(() =>
  import('./SubjectDialog.tsx').then((file) => ({ default: file.SubjectDialog })),
);

const MergeDialog = lazy(() =>
  import('../regroup/MergeDialog.tsx').then((file) => ({ default: file.MergeDialog })),
);
const FollowersDialog = lazy(() =>
  import('../mentions/FollowersDialog.tsx').then((file) => ({ default: file.FollowersDialog })),
);
const PastDialog = lazy(() =>
  import('../regroup/PastDialog.tsx').then((file) => ({ default: file.PastDialog })),
);

const SacDialog = lazy(() => import('../sac/SacDialog.tsx').then((file) => ({ default: file.SacDialog })));

const look = { width: 250, tall: 520 };

type Props = { conversation: Conversation; actions: Actions };
/** What a line of the menu may open. */
export type MoreDialog = 'switch' | 'subject' | 'merge' | 'past' | 'followers' | 'sac';

/** What is done less often: waiting for the customer, priority, labels, subject, following, bots, link to switch. */
export function MoreMenu({ conversation, actions }: Props) {
  const { t } = useTranslation('conversations');
  const [dialog, setDialog] = useState<MoreDialog | null>(null);
  const close = () => setDialog(null);
  const button = (
    <ActionIcon variant="default" size={36} aria-label={t('header.more')} title={t('header.more')}>
      <IconDots size={18} />
    </ActionIcon>
  );
  return (
    <>
      <Late button={button} look={look} later={MoreItems.preload}>
        <MoreItems conversation={conversation} actions={actions} onDialog={setDialog} />
      </Late>
      <Suspense fallback={null}>
        {dialog === 'switch' ? <SwitchDialog conversationId={conversation.id} onClose={close} /> : null}
        {dialog === 'merge' ? <MergeDialog conversation={conversation} onClose={close} /> : null}
        {dialog === 'followers' ? <FollowersDialog conversation={conversation} onClose={close} /> : null}
        {dialog === 'past' ? <PastDialog conversation={conversation} onClose={close} /> : null}
        {dialog === 'sac' ? (
          <SacDialog conversationId={conversation.id} protocol={conversation.protocol} onClose={close} />
        ) : null}
        {dialog === 'subject' ? (
          <SubjectDialog
            subject={conversation.subject ?? ''}
            onClose={close}
            onSave={(subject) => void actions.change({ subject: subject || null })}
          />
        ) : null}
      </Suspense>
    </>
  );
}
