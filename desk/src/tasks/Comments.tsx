import { Button, Textarea } from '@mantine/core';
import { commentTask, type TaskComment } from '@meada/contract/routes/tasks';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { usePeople } from '../api/queries.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { complain } from '../ui/toast.ts';
import { refreshTasks } from './queries.ts';
import classes from './tasks.module.css';

type Props = { taskId: string; comments: readonly TaskComment[]; writes: boolean };

/** What colleagues said about it, and a place to say more. */
export function Comments({ taskId, comments, writes }: Props) {
  const { t } = useTranslation('tasks');
  const people = usePeople();
  const [text, setText] = useState('');
  // The same number until it is kept: a press that is repeated says it once.
  const number = useRef(crypto.randomUUID());
  const add = useMutation({
    mutationFn: () =>
      call(commentTask, { params: { id: taskId }, body: { clientId: number.current, text: text.trim() } }),
    onSuccess: () => {
      number.current = crypto.randomUUID();
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
