import { Button, Text } from '@mantine/core';
import type { Inbox } from '@meada/contract/routes/inboxes';
import { listPoison, replayReceipt } from '@meada/contract/routes/receipts';
import { IconMoodCheck, IconRefresh } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { complain, say } from '../../ui/toast.ts';
import { Row, Rows } from '../kit/Rows.tsx';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import classes from './inboxes.module.css';

const sizeOf = (bytes: number, locale: string) =>
  new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: bytes < 1024 ? 'byte' : 'kilobyte',
    maximumFractionDigits: 1,
  }).format(bytes < 1024 ? bytes : bytes / 1024);

/** What arrived and could not be read: nothing is lost, and it can be read again once the cause is gone. */
export function PoisonList({ inbox }: { inbox: Inbox }) {
  const { t, i18n } = useTranslation('settings');
  const list = useInfiniteQuery({
    queryKey: [...keys.inboxes, 'poison', inbox.id],
    queryFn: ({ signal, pageParam }) =>
      call(listPoison, { params: { id: inbox.id }, query: { cursor: pageParam, limit: 30 } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const replay = useMutation({
    mutationFn: (receiptId: string) => call(replayReceipt, { params: { id: inbox.id, receiptId } }),
    onSuccess: () => {
      say(t('poison.replayed'));
      return refresh(keys.inboxes);
    },
    onError: complain,
  });
  if (list.error) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (!list.data) return <ListLoading rows={3} />;
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0)
    return <EmptyState icon={IconMoodCheck} title={t('poison.none.title')} text={t('poison.none.text')} />;
  return (
    <Section title={t('poison.title')} text={t('poison.text')}>
      <Rows label={t('poison.title')}>
        {items.map((one) => (
          <Row
            key={one.id}
            title={
              <Text component="span" size="sm" ff="monospace" fw={600}>
                {one.error}
              </Text>
            }
            text={
              <>
                <RelativeTime at={one.receivedAt} /> · {t('poison.attempts', { count: one.attempts })} ·{' '}
                {sizeOf(one.size, i18n.language)} · {one.externalId}
              </>
            }
            end={
              <Button
                variant="light"
                size="xs"
                leftSection={<IconRefresh size={16} />}
                loading={replay.isPending && replay.variables === one.id}
                onClick={() => replay.mutate(one.id)}
              >
                {t('poison.replay')}
              </Button>
            }
          >
            <details style={{ marginTop: 6 }}>
              <summary style={{ cursor: 'pointer', fontSize: 13, color: 'var(--accent)' }}>
                {t('poison.preview')}
              </summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls, must be reachable by keyboard */}
              <pre className={classes.preview} tabIndex={0}>
                {one.preview}
              </pre>
            </details>
          </Row>
        ))}
      </Rows>
      {list.hasNextPage ? (
        <Button
          variant="default"
          mt="md"
          onClick={() => list.fetchNextPage()}
          loading={list.isFetchingNextPage}
        >
          {t('kit.more')}
        </Button>
      ) : null}
    </Section>
  );
}
