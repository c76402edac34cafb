import { ActionIcon, Button, CopyButton } from '@mantine/core';
import type { Conversation } from '@meada/contract/routes/conversations';
import {
  IconArrowLeft,
  IconCheck,
  IconCopy,
  IconFlag3Filled,
  IconLayoutSidebarRight,
  IconRotate,
  IconUser,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '../../api/keys.ts';
import { useLabels } from '../../api/queries.ts';
import { useStore } from '../../live/store.ts';
import type { Thread } from '../../live/thread.ts';
import { useShortcuts } from '../../shell/keyboard.ts';
import { prefer, preferences } from '../../shell/preferences.ts';
import { useMayReply } from '../../work/listening/state.ts';
import { closeTransfer, openTransfer, transferring } from '../../work/transfer/open.ts';
import { DueMark } from '../due/DueMark.tsx';
import { MacroHost } from '../macros/MacroHost.tsx';
import { openMacros } from '../macros/state.ts';
import { panelPage } from '../panel/page.ts';
import { LoudnessButton } from '../public/Loudness.tsx';
import { PublicMark } from '../public/PublicMark.tsx';
import { leavesUnpublished } from '../public/rules.ts';
import { StatusPill } from '../statuses/StatusPill.tsx';
import { AssignMenu } from './AssignMenu.tsx';
import classes from './header.module.css';
import { MoreMenu } from './MoreMenu.tsx';
import { SnoozeMenu } from './SnoozeMenu.tsx';
import { type Actions, useActions } from './useActions.ts';
import { Viewers } from './Viewers.tsx';

const PublishDialog = lazy(() =>
  import('../public/PublishDialog.tsx').then((file) => ({ default: file.PublishDialog })),
);

const TransferDialog = lazy(() =>
  import('../../work/transfer/TransferDialog.tsx').then((file) => ({ default: file.TransferDialog })),
);

const RatingMark = lazy(() =>
  import('../../surveys/RatingMark.tsx').then((file) => ({ default: file.RatingMark })),
);

/** Handing on, wherever it was asked for. */
function Transfer({ conversation }: { conversation: Conversation }) {
  const asked = useStore(transferring) === conversation.id;
  return (
    <Suspense fallback={null}>
      {asked ? <TransferDialog conversation={conversation} onClose={closeTransfer} /> : null}
    </Suspense>
  );
}

type StateProps = Parameters<typeof StatusPill>[0];
function State({ conversation, onChange }: StateProps) {
  const { t } = useTranslation('conversations');
  const { priority } = conversation;
  return (
    <>
      <StatusPill conversation={conversation} onChange={onChange} />
      {priority === 'normal' ? null : (
        <span className={classes.priority} data-priority={priority}>
          <IconFlag3Filled size={12} aria-hidden /> {t(`priority.${priority}`)}
        </span>
      )}
      {conversation.due ? <DueMark due={conversation.due} /> : null}
      <LoudnessButton item={conversation} />
      {conversation.public ? <PublicMark label /> : null}
      {conversation.rating ? (
        <Suspense fallback={null}>
          <RatingMark rating={conversation.rating} label />
        </Suspense>
      ) : null}
      {conversation.botsPaused ? <span className={classes.label}>{t('header.botsPaused')}</span> : null}
    </>
  );
}

function Labels({ conversation }: { conversation: Conversation }) {
  const labels = useLabels().filter((label) => conversation.labelIds.includes(label.id));
  return labels.map((label) => (
    <span key={label.id} className={classes.label}>
      <i style={{ background: label.colour }} />
      {label.name}
    </span>
  ));
}

/** The number of the conversation, to be read out or copied. */
function Protocol({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('conversations');
  return (
    <CopyButton value={conversation.protocol}>
      {({ copied, copy }) => (
        <button type="button" className={classes.protocol} onClick={copy} title={t('header.copyProtocol')}>
          <span className="visually-hidden">{t('header.protocol')}</span>
          {conversation.protocol}
          {copied ? (
            <IconCheck size={13} aria-label={t('header.copied')} />
          ) : (
            <IconCopy size={13} aria-hidden />
          )}
        </button>
      )}
    </CopyButton>
  );
}

/** Resolving and reopening; what began in public asks for its solution to be published first. */
function useResolve(conversation: Conversation, actions: Actions) {
  const client = useQueryClient();
  const mayReply = useMayReply(conversation.id);
  const [asked, setAsked] = useState(false);
  const resolved = conversation.status === 'resolved';
  const [own, setOwn] = useState<string | null>(null);
  const resolve = (statusId: string | null = null) => {
    if (!mayReply) return;
    const messages = client.getQueryData<Thread>(keys.messages(conversation.id))?.items ?? [];
    if (!resolved && leavesUnpublished(conversation, messages)) {
      setOwn(statusId);
      return setAsked(true);
    }
    void actions.setStatus(resolved ? 'open' : 'resolved', { statusId });
  };
  const publishing = asked ? (
    <Suspense fallback={null}>
      <PublishDialog
        conversation={conversation}
        onResolve={() => void actions.setStatus('resolved', { statusId: own })}
        onClose={() => setAsked(false)}
      />
    </Suspense>
  ) : null;
  return { resolve, publishing };
}

/** Who, what about, in what state; and everything an agent does with the conversation. */
export function Header({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('conversations');
  const navigate = useNavigate();
  const actions = useActions(conversation);
  const mayReply = useMayReply(conversation.id);
  const [snoozing, setSnoozing] = useState(false);
  const { panel } = useStore(preferences);
  const resolved = conversation.status === 'resolved';
  const { resolve, publishing } = useResolve(conversation, actions);
  useShortcuts({
    e: () => resolve(),
    a: () => mayReply && void actions.assignMe(),
    s: () => mayReply && setSnoozing(true),
    u: () => mayReply && void actions.unread(),
    m: () => mayReply && openMacros(conversation.id),
    t: () => mayReply && openTransfer(conversation.id),
    // biome-ignore lint/correctness/noComponentHookFactories: the name of a key, not of a component
    Escape: () => void navigate({ to: '/conversations', search: (all) => all }),
  });
  const name = conversation.customer.name ?? conversation.customer.display;
  return (
    <header className={classes.header}>
      <ActionIcon
        component={Link}
        to="/conversations"
        search={((all: object) => all) as never}
        className={classes.back}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('header.back')}
      >
        <IconArrowLeft size={20} />
      </ActionIcon>
      <div className={classes.who}>
        <div className={classes.first}>
          <h2 className={classes.name} title={name}>
            {name}
          </h2>
          <Protocol conversation={conversation} />
        </div>
        <div className={classes.second}>
          <State
            conversation={conversation}
            onChange={(status, statusId) =>
              status === 'resolved' && !resolved
                ? resolve(statusId)
                : void actions.setStatus(status, { statusId })
            }
          />
          <Labels conversation={conversation} />
          {conversation.subject ? <span className={classes.subject}>{conversation.subject}</span> : null}
        </div>
      </div>
      <Viewers id={conversation.id} />
      {mayReply ? (
        <div className={classes.actions}>
          <AssignMenu conversation={conversation} actions={actions} />
          <SnoozeMenu
            conversation={conversation}
            opened={snoozing}
            onChange={setSnoozing}
            onSnooze={(how) => void actions.setStatus('snoozed', how)}
          />
          <Button
            size="compact-md"
            fz="sm"
            h={36}
            variant={resolved ? 'default' : 'filled'}
            className={classes.resolve}
            aria-label={t(resolved ? 'header.reopen' : 'header.resolve')}
            leftSection={resolved ? <IconRotate size={16} /> : <IconCheck size={16} />}
            onClick={() => resolve()}
          >
            {t(resolved ? 'header.reopen' : 'header.resolve')}
          </Button>
          <MoreMenu conversation={conversation} actions={actions} />
        </div>
      ) : null}

      {publishing}
      {mayReply ? <MacroHost conversation={conversation} /> : null}
      <Transfer conversation={conversation} />

      <ActionIcon
        title={t('header.panel')}
        className={classes.panelToggle}
        variant={panel ? 'light' : 'subtle'}
        color="gray"
        size="lg"
        aria-pressed={panel}
        aria-label={t('header.panel')}
        onClick={() => prefer({ panel: !panel })}
      >
        <IconLayoutSidebarRight size={19} stroke={1.7} />
      </ActionIcon>

      <ActionIcon
        className={classes.panelPage}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('header.panel')}
        onClick={() => panelPage.set(() => true)}
      >
        <IconUser size={20} stroke={1.7} />
      </ActionIcon>
    </header>
  );
}
