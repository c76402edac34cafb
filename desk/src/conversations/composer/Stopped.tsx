import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usePeople } from '../../api/queries.ts';
import classes from '../mentions/mentions.module.css';
import { giveBack } from '../scheduling/returned.ts';
import { Answers } from './Answers.tsx';
import { discard, sendChanged } from './outbox.ts';
import type { Pending } from './pending.ts';

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
  // A template or buttons were put together in a dialog: there is nothing of them that the composer could take.
  const editable = body.internal || ['text', 'media'].includes(body.content.kind);
  const edit = () => {
    discard(pending.clientId);
    if (editable)
      giveBack(conversationId, { body, html: later?.draftHtml ?? body.html ?? null, attachments });
  };
  const withoutThem = body.mentions?.filter(({ personId }) => !personId || !about.includes(personId));
  return (
    <div className={classes.stopped} role="alert">
      <strong>{t(crossed ? 'stopped.title' : 'outside.title')}</strong>
      {crossed ? (
        <Answers conversationId={conversationId} seenSeq={body.seenSeq ?? 0} />
      ) : (
        <Outside about={about} />
      )}
      <div className={classes.buttons}>
        <Button size="compact-sm" variant="default" onClick={edit}>
          {t(editable ? 'stopped.edit' : 'stopped.drop')}
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
