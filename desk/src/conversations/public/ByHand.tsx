import { Button } from '@mantine/core';
import type { Conversation, Message } from '@meada/contract/routes/conversations';
import { discardByHand } from '@meada/contract/routes/public-duties';
import { IconClipboardCopy, IconWorldCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/queries.ts';
import { askOfMessage } from '../../live/asked.ts';
import { complain, say } from '../../ui/toast.ts';
import classes from './public.module.css';

const PublishedDialog = lazy(() =>
  import('./PublishedDialog.tsx').then((file) => ({ default: file.PublishedDialog })),
);

/** An answer for a site that takes none from programs: copied, pasted there, and said to be there. */
export function ByHand({ message }: { message: Message }) {
  const { t } = useTranslation('conversations');
  const client = useQueryClient();
  const mayReply = useMay('conversations.reply');
  const [confirming, setConfirming] = useState(false);
  const legs = client.getQueryData<Conversation>(keys.conversation(message.conversationId))?.legs;
  const url = legs?.find((leg) => leg.id === message.legId)?.url ?? null;
  const discard = useMutation({
    mutationFn: () => askOfMessage(client, () => call(discardByHand, { params: { id: message.id } })),
    onError: complain,
  });
  const copy = async () => {
    const text = 'text' in message.content ? (message.content.text ?? '') : '';
    await navigator.clipboard.writeText(text);
    say(t('byHand.copied'));
    if (url) window.open(url, '_blank', 'noopener,noreferrer');
  };
  return (
    <span className={classes.byHand} role="status">
      <b>{t('byHand.waits')}</b>
      {mayReply ? (
        <>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconClipboardCopy size={15} aria-hidden />}
            onClick={() => void copy()}
          >
            {t(url ? 'byHand.copyOpen' : 'byHand.copy')}
          </Button>
          <Button
            size="compact-sm"
            color="var(--public)"
            c="var(--public-on)"
            leftSection={<IconWorldCheck size={15} aria-hidden />}
            onClick={() => setConfirming(true)}
          >
            {t('byHand.published')}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            c="var(--public-ink)"
            loading={discard.isPending}
            onClick={() => discard.mutate()}
          >
            {t('byHand.discard')}
          </Button>
        </>
      ) : null}
      <Suspense fallback={null}>
        {confirming ? (
          <PublishedDialog message={message} url={url} onClose={() => setConfirming(false)} />
        ) : null}
      </Suspense>
    </span>
  );
}
