import { Button } from '@mantine/core';
import type { Conversation } from '@meada/contract/routes/conversations';
import { cancelHandOver, type HandOver } from '@meada/contract/routes/hand-over';
import { IconTransfer } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { codeOf } from '../../api/problem.ts';
import { useMe } from '../../api/queries.ts';
import { complain } from '../../ui/toast.ts';
import { useMyWork, workQuery } from '../queries.ts';
import { clockOf, useTick } from '../tick.ts';
import { conversationWorkQuery } from '../transfer/useTransfer.ts';
import { useWorkActions } from '../useWorkActions.ts';
import { usePersonName, useQueueName } from '../words.tsx';
import classes from '../work.module.css';

/** What is asked for in a conversation, as far as it concerns the reader. */
export function useAsked(conversation: Conversation): HandOver | null {
  const me = useMe();
  const { agent, items } = useMyWork();
  const mine = items.find((one) => one.conversation?.id === conversation.id);
  const own = conversation.assigneeId === me.personId && agent !== null;
  const enabled = !mine && (own || Boolean(conversation.guestId));
  const stands = useQuery({ ...conversationWorkQuery(conversation.id), enabled }).data;
  return mine?.handOver ?? (enabled ? (stands?.handOver ?? null) : null);
}

/** Who asks whom, in words for who reads it. */
function useWords(asked: HandOver): string {
  const { t } = useTranslation('handover');
  const me = useMe();
  const nameOf = usePersonName();
  const queue = useQueueName()(asked.queueId);
  const [from, to] = [nameOf(asked.fromId), nameOf(asked.askedId ?? asked.toId)];
  if (asked.askedId === me.personId) return t('strip.forYou', { name: from });
  if (asked.fromId !== me.personId)
    return to ? t('strip.other', { from, to }) : t('strip.otherQueue', { from, queue });
  if (asked.toId) return t('strip.asking', { name: to });
  return asked.askedId ? t('strip.offered', { name: to, queue }) : t('strip.looking', { queue });
}

function Acts({ asked }: { asked: HandOver }) {
  const { t } = useTranslation('handover');
  const me = useMe();
  const client = useQueryClient();
  const { items } = useMyWork();
  const actions = useWorkActions();
  const [busy, setBusy] = useState(false);
  const run = (work: Promise<unknown>) => {
    setBusy(true);
    void work.finally(() => setBusy(false));
  };
  const offer = items.find((one) => one.id === asked.id && one.state === 'offered');
  const cancel = () =>
    call(cancelHandOver, { params: { id: asked.conversationId } }).then(
      () => {
        void client.invalidateQueries({ queryKey: keys.routing });
        return client.invalidateQueries({ queryKey: workQuery.queryKey });
      },
      // Somebody was quicker: what came of it is told by its frame.
      (error: unknown) => (codeOf(error) === 'taken' ? undefined : complain(error)),
    );
  if (asked.askedId === me.personId && offer)
    return (
      <>
        <Button size="compact-sm" loading={busy} onClick={() => run(actions.accept(offer))}>
          {t('strip.accept')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={busy}
          onClick={() => run(actions.decline(offer))}
        >
          {t('strip.decline')}
        </Button>
      </>
    );
  if (asked.fromId !== me.personId) return null;
  return (
    <Button size="compact-sm" variant="default" loading={busy} onClick={() => run(cancel())}>
      {t('strip.cancel')}
    </Button>
  );
}

/** Above the composer, while somebody is asked to take the conversation over. */
export function HandOverStrip({ asked }: { asked: HandOver }) {
  const { t } = useTranslation('handover');
  const now = useTick();
  const words = useWords(asked);
  const left = Math.max(0, Date.parse(asked.until ?? asked.endsAt) - now);
  return (
    <div className={classes.strip} data-state="asked" role="status">
      <IconTransfer size={17} aria-hidden />
      <span>{words}</span>
      <small className={classes.soft} aria-hidden>
        {t('strip.left', { time: clockOf(left) })}
      </small>
      <Acts asked={asked} />
    </div>
  );
}
