import { Button } from '@mantine/core';
import { summaryOf } from '@meada/contract/content';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../api/keys.ts';
import { useMe, usePeople } from '../../api/queries.ts';
import type { Thread } from '../../live/thread.ts';
import { Face } from '../../ui/Face.tsx';
import { stampOf, useNow } from '../../ui/time.ts';
import classes from '../mentions/mentions.module.css';
import { giveBack } from '../scheduling/returned.ts';
import { discard, type Pending, sendChanged } from './outbox.ts';

/** Answers of colleagues that are shown. */
const shownAtMost = 3;

/** What colleagues have answered since the writer began. */
function Answers({ pending }: { pending: Pending }) {
  const { t, i18n } = useTranslation('colleagues');
  const client = useQueryClient();
  const me = useMe();
  const now = useNow();
  const answers = (client.getQueryData<Thread>(keys.messages(pending.conversationId))?.items ?? []).filter(
    ({ seq, author, visibility, deletedAt }) =>
      seq > (pending.body.seenSeq ?? 0) &&
      author.kind === 'person' &&
      author.id !== me.personId &&
      visibility !== 'internal' &&
      !deletedAt,
  );
  if (answers.length === 0) return <p>{t('stopped.sending')}</p>;
  return answers.slice(-shownAtMost).map((one) => (
    <blockquote key={one.id}>
      <Face name={one.author.name} id={one.author.id ?? one.id} url={null} size={24} />
      <small>
        {one.author.name ?? t('somebody')} · {stampOf(one.at, now, i18n.language)}
      </small>
      <span className={classes.said}>{summaryOf(one.content) || one.attachments[0]?.name}</span>
    </blockquote>
  ));
}

/** Who of the named may not see the conversation. */
function Outside({ about }: { about: readonly string[] }) {
  const { t, i18n } = useTranslation('colleagues');
  const people = usePeople();
  const names = about.map((id) => people.find((one) => one.id === id)?.name ?? t('somebody'));
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(names);
  return <p>{t('outside.text', { count: names.length, names: list })}</p>;
}

/** A message the server has stopped for a colleague's sake: why, and the ways on. The words are kept. */
export function Stopped({ pending }: { pending: Pending }) {
  const { t } = useTranslation('colleagues');
  const client = useQueryClient();
  const { conversationId, body, attachments, later, code, about = [] } = pending;
  const crossed = code === 'answered_meanwhile';
  const edit = () => {
    discard(pending.clientId);
    giveBack(conversationId, { body, html: later?.draftHtml ?? body.html ?? null, attachments });
  };
  const withoutThem = body.mentions?.filter(({ personId }) => !personId || !about.includes(personId));
  return (
    <div className={classes.stopped} role="alert">
      <strong>{t(crossed ? 'stopped.title' : 'outside.title')}</strong>
      {crossed ? <Answers pending={pending} /> : <Outside about={about} />}
      <div className={classes.buttons}>
        <Button size="compact-sm" variant="default" onClick={edit}>
          {t('stopped.edit')}
        </Button>
        {crossed ? (
          <Button size="compact-sm" onClick={() => sendChanged(client, pending.clientId, { despite: true })}>
            {t('stopped.send')}
          </Button>
        ) : (
          <>
            <Button
              size="compact-sm"
              onClick={() =>
                sendChanged(client, pending.clientId, { letIn: [...(body.letIn ?? []), ...about] })
              }
            >
              {t('outside.letIn')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() =>
                sendChanged(client, pending.clientId, {
                  mentions: withoutThem?.filter(({ teamId }) => !teamId) ?? [],
                  letIn: [],
                })
              }
            >
              {t('outside.without')}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
