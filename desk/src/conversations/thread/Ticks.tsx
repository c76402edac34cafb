import type { Message } from '@meada/contract/routes/conversations';
import { confirmDispatch, retryDispatch } from '@meada/contract/routes/messages';
import {
  IconAlertTriangle,
  IconCheck,
  IconChecks,
  IconClipboardText,
  IconClockHour4,
  IconHelpHexagon,
} from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useMay } from '../../api/queries.ts';
import { askOfMessage } from '../../live/asked.ts';
import { complain } from '../../ui/toast.ts';
import { ByHand } from '../public/ByHand.tsx';
import { familyOf } from './dispatch-error.ts';
import classes from './thread.module.css';

const shapes = {
  queued: IconClockHour4,
  sending: IconClockHour4,
  by_hand: IconClipboardText,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconAlertTriangle,
  unknown: IconHelpHexagon,
} as const;

/** How far a message got; one that failed says why and can be sent again. */
export function Ticks({ message }: { message: Message }) {
  const { t } = useTranslation('conversations');
  const client = useQueryClient();
  const mayReply = useMay('conversations.reply');
  const params = { id: message.id };
  const retry = useMutation({
    mutationFn: () => askOfMessage(client, () => call(retryDispatch, { params })),
    onError: complain,
  });
  const confirm = useMutation({
    mutationFn: () => askOfMessage(client, () => call(confirmDispatch, { params })),
    onError: complain,
  });
  const busy = retry.isPending || confirm.isPending;
  const dispatch = message.dispatch;
  if (!dispatch) return null;
  const Shape = shapes[dispatch.state];
  const broken = dispatch.state === 'failed' || dispatch.state === 'unknown';
  const unsure = dispatch.state === 'unknown';
  const label = t(`dispatch.${dispatch.state}`);
  const wordsOf = ({ code, text }: { code: string; text: string }) => {
    const family = familyOf(code);
    return family ? t(`dispatchError.${family}`) : text || label;
  };
  return (
    <>
      <span className={classes.ticks} data-state={dispatch.state} title={label}>
        <Shape size={15} role="img" aria-label={label} />
      </span>
      {dispatch.state === 'by_hand' ? <ByHand message={message} /> : null}
      {broken ? (
        <span className={classes.failed} title={dispatch.error?.text}>
          {unsure ? `${label}. ` : null}
          {dispatch.error ? wordsOf(dispatch.error) : label}
          {unsure ? ` ${t('message.unsure')}` : null}
          {mayReply && unsure ? (
            <button type="button" onClick={() => confirm.mutate()} disabled={busy}>
              {t('message.arrived')}
            </button>
          ) : null}
          {mayReply ? (
            <button type="button" onClick={() => retry.mutate()} disabled={busy}>
              {t(unsure ? 'message.sendAnyway' : 'common:retry')}
            </button>
          ) : null}
        </span>
      ) : null}
    </>
  );
}
