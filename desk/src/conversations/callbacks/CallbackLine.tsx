import { IconPhoneIncoming } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../ui/time.ts';
import classes from './callbacks.module.css';
import { callbacksQuery, isLate, promiseOf } from './callbacks.ts';

/** Above the list: who waits to be called, the nearest promise first. Nothing when nobody does. */
export function CallbackLine() {
  const { t, i18n } = useTranslation('conversations');
  const { conversationId } = useParams({ strict: false });
  const now = useNow();
  const list = useQuery(callbacksQuery).data ?? [];
  if (list.length === 0) return null;
  return (
    <details className={classes.list} data-late={list.some((one) => isLate(one, now)) || undefined}>
      <summary>
        <IconPhoneIncoming size={15} aria-hidden /> {t('callback.waiting', { count: list.length })}
      </summary>
      <ul>
        {list.map((one) => (
          <li key={one.id} data-late={isLate(one, now) || undefined}>
            <Link
              to="/conversations/$conversationId"
              params={{ conversationId: one.conversationId }}
              search={((all: object) => all) as never}
              aria-current={one.conversationId === conversationId ? 'page' : undefined}
            >
              <b>{one.name || one.customer.display}</b> {one.phone}
            </Link>
            <small>
              {t(isLate(one, now) ? 'callback.late' : 'callback.until', {
                until: promiseOf(one.promisedAt, i18n.language),
              })}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}
