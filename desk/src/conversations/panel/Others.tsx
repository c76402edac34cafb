import { listConversations } from '@meada/contract/routes/conversations';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { ChannelBadge } from '../../ui/ChannelBadge.tsx';
import { ErrorLine } from '../../ui/States.tsx';
import { stampOf, useNow } from '../../ui/time.ts';
import classes from './panel.module.css';

/** Most shown here; the customer's page has all. */
const most = 8;

/** The customer's other conversations. */
export function Others({ customerId, current }: { customerId: string; current: string }) {
  const { t, i18n } = useTranslation('conversations');
  const now = useNow();
  const list = useQuery({
    queryKey: ['others', customerId],
    queryFn: ({ signal }) => call(listConversations, { query: { customerId, limit: most + 1 } }, { signal }),
  });
  if (list.error && !list.data) return <ErrorLine error={list.error} onRetry={list.refetch} />;
  const others = (list.data?.items ?? []).filter((item) => item.id !== current).slice(0, most);
  if (list.isPending || others.length === 0) return null;
  return (
    <ul className={classes.plain}>
      {others.map((item) => (
        <li key={item.id}>
          <Link
            to="/conversations/$conversationId"
            params={{ conversationId: item.id }}
            className={classes.other}
          >
            <ChannelBadge channel={item.channel} size={18} />
            <span>
              {item.subject ?? item.preview?.text ?? item.protocol}
              <small>
                {item.ownStatus?.name ?? t(`status.${item.status}`)} ·{' '}
                {stampOf(item.activeAt, now, i18n.language)}
              </small>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
