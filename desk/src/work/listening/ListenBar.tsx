import { Button, Textarea } from '@mantine/core';
import type { Conversation } from '@meada/contract/routes/conversations';
import { whisper } from '@meada/contract/routes/wallboard';
import { IconEar, IconHandGrab, IconMessage2Bolt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useMe } from '../../api/queries.ts';
import { useStore } from '../../live/store.ts';
import { complain, say } from '../../ui/toast.ts';
import { conversationWorkQuery } from '../transfer/useTransfer.ts';
import { useWorkActions } from '../useWorkActions.ts';
import { usePersonName } from '../words.tsx';
import classes from './listening.module.css';
import { listen, listening } from './state.ts';

/** In place of the composer, while somebody who leads listens in: a note to the agent, taking over, and leaving. */
export function ListenBar({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('handover');
  const to = useStore(listening);
  const item = useQuery(conversationWorkQuery(conversation.id)).data?.item ?? null;
  const name = usePersonName()(item?.agentId ?? to?.agentId ?? null);
  const actions = useWorkActions();
  const navigate = useNavigate();
  const me = useMe();
  const mine = conversation.assigneeId === me.personId;
  useEffect(() => {
    if (mine) listen(null);
  }, [mine]);
  // Whoever leaves, and comes back another way, reads like everybody.
  useEffect(() => () => listen(null), []);
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState<'send' | 'take' | null>(null);
  const send = async () => {
    if (!item || !text.trim() || busy) return;
    setBusy('send');
    try {
      const body = { clientId: crypto.randomUUID(), text: text.trim() };
      await call(whisper, { params: { id: item.id }, body });
      setText('');
      say(t('listen.sent'));
      field.current?.focus();
    } catch (error) {
      complain(error);
    }
    setBusy(null);
  };
  const takeOver = async () => {
    if (!item) return;
    setBusy('take');
    await actions.takeOver(item);
    setBusy(null);
  };
  return (
    <section className={classes.bar} aria-label={t('listen.plain')}>
      <p className={classes.head}>
        <IconEar size={17} aria-hidden />
        <b>{name ? t('listen.title', { name }) : t('listen.plain')}</b>
        <span>{t('listen.text')}</span>
      </p>
      <div className={classes.line}>
        <Textarea
          ref={field}
          className={classes.field}
          aria-label={t('listen.whisper', { name })}
          placeholder={`${t('listen.whisper', { name })}. ${t('listen.placeholder')}`}
          autosize
          minRows={1}
          maxRows={5}
          maxLength={2000}
          disabled={!item}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
          }}
        />
        <Button
          variant="light"
          loading={busy === 'send'}
          disabled={!item || !text.trim()}
          leftSection={<IconMessage2Bolt size={17} aria-hidden />}
          onClick={() => void send()}
        >
          {t('listen.send')}
        </Button>
      </div>
      <div className={classes.acts}>
        <Button
          size="compact-md"
          variant="default"
          loading={busy === 'take'}
          disabled={!item}
          leftSection={<IconHandGrab size={16} aria-hidden />}
          onClick={() => void takeOver()}
        >
          {t('listen.takeOver')}
        </Button>
        <Button
          size="compact-md"
          variant="subtle"
          color="gray"
          c="var(--ink-soft)"
          onClick={() => void navigate({ to: '/wallboard' })}
        >
          {t('listen.stop')}
        </Button>
      </div>
    </section>
  );
}
