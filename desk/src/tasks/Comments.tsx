import { Button, Textarea } from '@mantine/core';
import { commentTask, type TaskComment } from '@meada/contract/routes/tasks';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { usePeople } from '../api/queries.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { complain } from '../ui/toast.ts';
import { useOnce } from '../ui/useOnce.ts';
import { refreshTasks } from './queries.ts';
import classes from './tasks.module.css';

type Props = { taskId: string; comments: readonly TaskComment[]; writes: boolean };

/** What colleagues said about it, and a place to say more. */
export function Comments({ taskId, comments, writes }: Props) {
  const { t } = useTranslation('tasks');
  const people = usePeople();
  const [text, setText] = useState('');
  const once = useOnce();
  const add = useMutation({
    mutationFn: () => {
      const body = { text: text.trim() };
      return call(commentTask, { params: { id: taskId }, body: { clientId: once.idOf(body), ...body } });
    },
    onSuccess: () => {
      once.done();
      setText('');
      return refreshTasks();
    },
    onError: complain,
  });
  const send = () => {
    if (text.trim() !== '' && !add.isPending) add.mutate();
  };
  return (
    <section className={classes.comments}>
      <h3>{t('comments')}</h3>
      <ol>
        {comments.map((one) => (
          <li key={one.id}>
            <p>{one.text}</p>
            <small>
              {people.find(({ id }) => id === one.personId)?.name ?? t('somebody')} ·{' '}
              <RelativeTime at={one.at} />
            </small>
          </li>
        ))}
      </ol>
      {writes ? (
        <>
          <Textarea
            aria-label={t('comment')}
            placeholder={t('comment')}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={5000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
            }}
          />
          <Button
            mt={6}
            size="xs"
            variant="light"
            disabled={text.trim() === ''}
            loading={add.isPending}
            onClick={send}
          >
            {t('commentDo')}
          </Button>
        </>
      ) : null}
    </section>
  );
}
