import { Button } from '@mantine/core';
import { IconPhoneIncoming } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../ui/time.ts';
import { complain } from '../../ui/toast.ts';
import { CallHours } from '../known/WishHint.tsx';
import classes from './callbacks.module.css';
import { callbacksQuery, isLate, type Outcome, promiseOf, settle } from './callbacks.ts';

const ResultDialog = lazy(() =>
  import('./ResultDialog.tsx').then((file) => ({ default: file.ResultDialog })),
);

/** Above the field: whom to call and until when, until somebody says what came of it. */
export function CallbackBar({ conversationId }: { conversationId: string }) {
  const { t, i18n } = useTranslation('conversations');
  const now = useNow();
  const [ending, setEnding] = useState<Outcome | null>(null);
  const callback = useQuery(callbacksQuery).data?.find((one) => one.conversationId === conversationId);
  if (!callback) return null;
  const until = promiseOf(callback.promisedAt, i18n.language);
  return (
    <div className={classes.bar} role="status" data-late={isLate(callback, now) || undefined}>
      <IconPhoneIncoming size={16} aria-hidden />
      <b>{t('callback.call', { name: callback.name })}</b>
      <a className={classes.number} href={`tel:${callback.phone.replace(/[^\d+]/g, '')}`}>
        {callback.phone}
      </a>
      <span>{t(isLate(callback, now) ? 'callback.late' : 'callback.until', { until })}</span>
      <CallHours customerId={callback.customer.id} />
      {callback.tries > 0 ? <span>{t('callback.tries', { count: callback.tries })}</span> : null}
      <span className={classes.grow} />
      <Button size="compact-sm" onClick={() => setEnding('done')}>
        {t('callback.done')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => void settle(callback, { outcome: 'no_answer', result: '' }).catch(complain)}
      >
        {t('callback.noAnswer')}
      </Button>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setEnding('failed')}>
        {t('callback.giveUp')}
      </Button>
      <Suspense fallback={null}>
        {ending ? (
          <ResultDialog callback={callback} outcome={ending} onClose={() => setEnding(null)} />
        ) : null}
      </Suspense>
    </div>
  );
}
