import { Button, Skeleton } from '@mantine/core';
import { archiveInbox, type Inbox, readInboxUse, restoreInbox } from '@meada/contract/routes/inboxes';
import { IconArchive, IconArchiveOff } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { codeOf } from '../../api/problem.ts';
import { momentOf } from '../../ui/time.ts';
import { complain, complainOf, say } from '../../ui/toast.ts';
import { useConfirm } from '../kit/confirm.tsx';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import classes from './inboxes.module.css';

/** What archiving means for this inbox, with its numbers of this moment. */
function Meaning({ id }: { id: string }) {
  const { t } = useTranslation('settings');
  const { data } = useQuery({
    queryKey: [...keys.inboxes, 'use', id],
    queryFn: ({ signal }) => call(readInboxUse, { params: { id } }, { signal }),
    staleTime: 0,
  });
  return (
    <ul className={classes.meaning}>
      <li>
        {data ? (
          t('inbox.archive.conversations', { count: data.conversations, open: data.openConversations })
        ) : (
          <Skeleton height={10} width="70%" component="span" display="inline-block" />
        )}
      </li>
      <li>{t('inbox.archive.channel')}</li>
      {data && data.queuedDispatches > 0 ? (
        <li>{t('inbox.archive.queued', { count: data.queuedDispatches })}</li>
      ) : null}
      <li>{t('inbox.archive.undo')}</li>
    </ul>
  );
}

/** Puts the inbox away, after saying what that means. */
export function Archive({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation('settings');
  const { ask, dialog } = useConfirm();
  const start = () =>
    ask({
      title: t('inbox.archive.question', { name: inbox.name }),
      text: <Meaning id={inbox.id} />,
      action: t('inbox.archive.action'),
      danger: true,
      act: async () => {
        await call(archiveInbox, { params: { id: inbox.id } });
        await refresh(keys.inboxes);
        say(t('inbox.archive.done'));
      },
    });
  return (
    <>
      <Section
        danger
        title={t('inbox.archive.title')}
        text={t('inbox.archive.text')}
        actions={
          <Button color="red.9" variant="outline" leftSection={<IconArchive size={18} />} onClick={start}>
            {t('inbox.archive.action')}
          </Button>
        }
      />
      {dialog}
    </>
  );
}

/** Of an inbox that is put away: since when, and the way back. */
export function Archived({ id, at }: { id: string; at: string }) {
  const { t, i18n } = useTranslation('settings');
  const restore = useMutation({
    mutationFn: () => call(restoreInbox, { params: { id } }),
    onSuccess: async () => {
      await refresh(keys.inboxes);
      say(t('inbox.archive.restored'));
    },
    onError: (error) =>
      codeOf(error) === 'conflict' ? complainOf(t('inbox.archive.taken')) : complain(error),
  });
  return (
    <Section
      title={t('inbox.archive.since', { at: momentOf(at, i18n.language) })}
      text={t('inbox.archive.state')}
      actions={
        <Button
          leftSection={<IconArchiveOff size={18} />}
          loading={restore.isPending}
          onClick={() => restore.mutate()}
        >
          {t('inbox.archive.restore')}
        </Button>
      }
    />
  );
}
