import { Button, SegmentedControl } from '@mantine/core';
import { IconAt, IconChecks } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../shell/keyboard.ts';
import { Face } from '../../ui/Face.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import page from '../../ui/Page.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import classes from './mentions.module.css';
import { type MentionItem, mentionsQuery, newMentionsQuery, see } from './queries.ts';

function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-mention]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.focus();
}
const keys = { j: () => step(1), k: () => step(-1) };

/** One note, with the way to it. */
function Row({ item }: { item: MentionItem }) {
  const { t } = useTranslation('colleagues');
  const client = useQueryClient();
  const by = item.by.name ?? t('somebody');
  return (
    <li>
      <Link
        to="/conversations/$conversationId"
        params={{ conversationId: item.conversationId }}
        hash={`message-${item.seq}`}
        className={classes.row}
        data-mention
        data-new={item.seenAt === null || undefined}
        onClick={() => item.seenAt === null && void see(client, item.messageId)}
      >
        <Face name={by} id={item.by.id ?? item.messageId} url={null} size={36} />
        <span className={classes.what}>
          <span className={classes.first}>
            <b>{t('named', { by, customer: item.customer.name ?? item.customer.display })}</b>
            <small>
              <RelativeTime at={item.at} />
            </small>
          </span>
          <span className={classes.note}>{item.text}</span>
        </span>
        {item.seenAt === null ? <i className={classes.dot} role="img" aria-label={t('new')} /> : null}
      </Link>
    </li>
  );
}

/** Every note that names the reader. */
export function MentionsScreen() {
  const { t } = useTranslation('colleagues');
  const client = useQueryClient();
  const [unseen, setUnseen] = useState(false);
  const list = useInfiniteQuery(mentionsQuery(unseen));
  const news = useQuery(newMentionsQuery).data?.unseen ?? 0;
  const items = list.data?.pages.flatMap((one) => one.items) ?? [];
  useShortcuts(keys);
  return (
    <div className={page.screen}>
      <div className={page.top}>
        <PageHeader title={t('title')} text={t('text')}>
          <Button
            variant="default"
            size="sm"
            leftSection={<IconChecks size={16} />}
            disabled={news === 0}
            onClick={() => void see(client, null)}
          >
            {t('seeAll')}
          </Button>
        </PageHeader>
        <SegmentedControl
          aria-label={t('title')}
          value={unseen ? 'new' : 'all'}
          onChange={(value) => setUnseen(value === 'new')}
          data={[
            { value: 'all', label: t('all') },
            { value: 'new', label: news > 0 ? `${t('news')} (${news})` : t('news') },
          ]}
        />
      </div>
      <div className={classes.page}>
        {list.isPending ? <ListLoading rows={6} /> : null}
        {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
        {list.data && items.length === 0 ? (
          <EmptyState icon={IconAt} title={t(unseen ? 'noneNew' : 'none')} text={t('noneText')} />
        ) : null}
        <ul className={classes.rows}>
          {items.map((item) => (
            <Row key={item.messageId} item={item} />
          ))}
        </ul>
        {list.hasNextPage ? (
          <Button
            variant="subtle"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('older')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
