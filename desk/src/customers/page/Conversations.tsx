import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Pill, Section } from '../../settings/kit/Section.tsx';
import { ChannelBadge } from '../../ui/ChannelBadge.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { stampOf, useNow } from '../../ui/time.ts';
import classes from '../customers.module.css';
import { conversationsQuery } from '../queries.ts';

const tones = { open: 'accent', pending: 'warn', snoozed: undefined, resolved: undefined } as const;

/** The customer's conversations, last activity first. */
export function Conversations({ customerId }: { customerId: string }) {
  const { t, i18n } = useTranslation('customers');
  const now = useNow();
  const list = useInfiniteQuery(conversationsQuery(customerId));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title={t('conversations.title')}>
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.isPending ? <ListLoading rows={2} /> : null}
      {list.data && items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('conversations.none')}
        </Text>
      ) : null}
      <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {items.map((item) => (
          <li key={item.id}>
            <Link
              to="/conversations/$conversationId"
              params={{ conversationId: item.id }}
              className={classes.conversation}
            >
              <ChannelBadge channel={item.channel} size={22} />
              <div>
                <div className={classes.cut}>{item.subject ?? item.preview?.text ?? item.protocol}</div>
                <div className={classes.meta}>
                  <span>{item.protocol}</span>
                  <span>{stampOf(item.activeAt, now, i18n.language)}</span>
                </div>
              </div>
              <Pill tone={tones[item.status]}>{item.ownStatus?.name ?? t(`status.${item.status}`)}</Pill>
            </Link>
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button
          variant="default"
          mt="sm"
          onClick={() => list.fetchNextPage()}
          loading={list.isFetchingNextPage}
        >
          {t('more')}
        </Button>
      ) : null}
    </Section>
  );
}
