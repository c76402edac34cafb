import type { DutyItem } from '@meada/contract/routes/public-duties';
import { IconWorldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, usePeople } from '../../api/queries.ts';
import { useShortcuts } from '../../shell/keyboard.ts';
import { ChannelBadge } from '../../ui/ChannelBadge.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { Deadline } from './Deadline.tsx';
import { dutiesQuery } from './duties.ts';
import { Stars } from './PublicFacts.tsx';
import classes from './public.module.css';
import { WriteDown } from './WriteDown.tsx';

const WaiveDialog = lazy(() => import('./WaiveDialog.tsx').then((file) => ({ default: file.WaiveDialog })));

function Item({ duty, active, onWaive }: { duty: DutyItem; active: boolean; onWaive?: () => void }) {
  const { t } = useTranslation('conversations');
  const assignee = usePeople().find((person) => person.id === duty.assigneeId);
  return (
    <li className={classes.item} data-active={active || undefined}>
      <span className={classes.itemLine}>
        <ChannelBadge channel={duty.channel} size={16} />
        <Link
          to="/conversations/$conversationId"
          params={{ conversationId: duty.conversationId }}
          search={((all: object) => all) as never}
          className={classes.open}
          data-duty={duty.id}
          aria-current={active ? 'page' : undefined}
        >
          {duty.customer.name ?? duty.customer.display}
        </Link>
        {duty.rating === null ? null : <Stars rating={duty.rating} />}
        <span className={classes.grow} />
        <Deadline duty={duty} />
      </span>
      <span className={classes.words}>{duty.text || t(`public.kind.${duty.kind}`)}</span>
      <span className={classes.itemLine} data-small>
        <span className={classes.state} data-state={duty.state} title={t(`duty.state.${duty.state}`)}>
          {duty.toPaste ? t('byHand.waits') : t(`duty.short.${duty.state}`)}
        </span>
        <span className={classes.thread}>
          {[t(`public.kind.${duty.kind}`), duty.threadName, assignee?.name.split(' ')[0]]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {onWaive ? (
          <button type="button" className={classes.waive} onClick={onWaive}>
            {t('duty.waive')}
          </button>
        ) : null}
      </span>
    </li>
  );
}

/** The view "Public": what is unanswered, what waits to be published, the nearest deadline first; j and k walk it. */
export function DutyList() {
  const { t } = useTranslation('conversations');
  const { conversationId } = useParams({ strict: false });
  const list = useRef<HTMLUListElement>(null);
  const mayReply = useMay('conversations.reply');
  const { data, error, refetch } = useQuery(dutiesQuery);
  const [waiving, setWaiving] = useState<DutyItem | null>(null);
  const step = (by: number) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('[data-duty]') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  };
  useShortcuts({ j: () => step(1), k: () => step(-1) });
  if (error && !data) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) return <ListLoading rows={8} />;
  if (data.length === 0)
    return (
      <>
        <WriteDown />
        <EmptyState icon={IconWorldCheck} title={t('list.empty.public')} text={t('list.dutyText')} />
      </>
    );
  return (
    <>
      <WriteDown />
      <ul className={classes.duties} ref={list} aria-label={t('view.public')}>
        {data.map((duty) => (
          <Item
            key={duty.id}
            duty={duty}
            active={duty.conversationId === conversationId}
            onWaive={mayReply ? () => setWaiving(duty) : undefined}
          />
        ))}
      </ul>
      <Suspense fallback={null}>
        {waiving ? <WaiveDialog duty={waiving} onClose={() => setWaiving(null)} /> : null}
      </Suspense>
    </>
  );
}
