import { Button, Loader } from '@mantine/core';
import type { Conversation, Leg } from '@meada/contract/routes/conversations';
import { IconArrowDown, IconMessages } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Thread } from '../../live/thread.ts';
import { EmptyState } from '../../ui/States.tsx';
import { dayOf, useNow } from '../../ui/time.ts';
import type { Pending } from '../composer/pending.ts';
import { LegDivider } from './LegDivider.tsx';
import { type Line, linesOf } from './lines.ts';
import { MessageRow } from './MessageRow.tsx';
import { PendingRow } from './PendingRow.tsx';
import classes from './thread.module.css';
import { useJump } from './useJump.ts';
import { useScroll } from './useScroll.ts';
import { useReadMark } from './useThread.ts';

const ScheduledRows = lazy(() =>
  import('../scheduling/ScheduledRows.tsx').then((file) => ({ default: file.ScheduledRows })),
);

type Props = {
  conversation: Conversation;
  thread: Thread;
  pending: readonly Pending[];
  fetching: boolean;
  onOlder: () => void;
  onReply?: (messageId: string) => void;
};

type DividerProps = { line: Exclude<Line, { kind: 'message' | 'pending' }>; legs: readonly Leg[] };

function DividerLine({ line, legs }: DividerProps) {
  const { t, i18n } = useTranslation('conversations');
  const now = useNow();
  if (line.kind === 'leg') {
    const leg = legs.find((one) => one.id === line.legId);
    return <LegDivider channel={line.channel} side={line.side} leg={leg} />;
  }
  if (line.kind === 'day') return <h3 className={classes.day}>{dayOf(line.at, now, i18n.language)}</h3>;
  return (
    <div className={classes.unreadLine} data-unread-line>
      <span>{t('thread.unread')}</span>
    </div>
  );
}

/** The one thread of the conversation, whatever channels it ran over. */
export function Messages({ conversation, thread, pending, fetching, onOlder, onReply }: Props) {
  const { t } = useTranslation('conversations');
  const scroller = useRef<HTMLDivElement>(null);
  const [readAtOpen] = useState(conversation.readSeq);
  const lines = useMemo(
    () => linesOf(thread.items, pending, readAtOpen),
    [thread.items, pending, readAtOpen],
  );
  const newest = thread.items.at(-1);
  const lastKey = lines.at(-1)?.key ?? '';
  const { atEnd, toEnd, onScroll } = useScroll(scroller, {
    firstSeq: thread.items[0]?.seq ?? 0,
    lastKey,
    onOlder,
    hasMore: thread.hasMore,
  });
  useJump(scroller, { firstSeq: thread.items[0]?.seq ?? 0, hasMore: thread.hasMore, fetching, onOlder });
  useReadMark(conversation.id, { readSeq: conversation.readSeq, newest, atEnd });
  const waits = conversation.scheduled.length > 0;
  const mine = pending.length + conversation.scheduled.length;
  useEffect(() => {
    if (mine > 0) toEnd();
  }, [mine, toEnd]);
  const behind = atEnd ? 0 : Math.max(0, (newest?.seq ?? 0) - conversation.readSeq);
  return (
    <div className={classes.stage}>
      <div
        ref={scroller}
        className={classes.scroller}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-label={t('thread.messages')}
        aria-live="polite"
      >
        <div className={classes.lines}>
          {fetching ? <Loader size="sm" className={classes.older} /> : null}
          {thread.hasMore && !fetching ? (
            <Button variant="subtle" size="compact-sm" className={classes.older} onClick={onOlder}>
              {t('thread.older')}
            </Button>
          ) : null}
          {lines.length === 0 && !waits ? (
            <EmptyState icon={IconMessages} title={t('thread.empty')} text={t('thread.emptyText')} />
          ) : null}
          {lines.map((line) =>
            line.kind === 'message' ? (
              <MessageRow
                key={line.key}
                message={line.message}
                compact={line.compact}
                customer={conversation.customer}
                legs={conversation.legs}
                onReply={onReply}
              />
            ) : line.kind === 'pending' ? (
              <PendingRow key={line.key} pending={line.pending} legs={conversation.legs} />
            ) : (
              <DividerLine key={line.key} line={line} legs={conversation.legs} />
            ),
          )}
          {waits ? (
            <Suspense fallback={null}>
              <ScheduledRows
                conversation={conversation}
                arrived={new Set(thread.items.map((message) => message.clientId))}
              />
            </Suspense>
          ) : null}
        </div>
      </div>
      {atEnd ? null : (
        <button type="button" className={classes.toEnd} onClick={toEnd} aria-label={t('thread.toEnd')}>
          <IconArrowDown size={18} />
          {behind > 0 ? <span>{t('thread.behind', { count: behind })}</span> : null}
        </button>
      )}
    </div>
  );
}
