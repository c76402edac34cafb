import { Button, Textarea } from '@mantine/core';
import type { AgentState, WorkItem } from '@meada/contract/routes/routing';
import { IconCheck, IconFlag3Filled, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../api/queries.ts';
import { Face } from '../ui/Face.tsx';
import { AskedBy, AskedFacts } from './hand-over/AskedFacts.tsx';
import { ItemBadge } from './ItemBadge.tsx';
import { Ring } from './Ring.tsx';
import { clockOf, lengthOf, useTick } from './tick.ts';
import type { WorkActions } from './useWorkActions.ts';
import { useQueueName, useTaskWords, whoOf } from './words.tsx';
import classes from './work.module.css';

/** Beyond the first, so many offers are shown in lines. */
const linesAtMost = 3;

type Props = { item: WorkItem; agent: AgentState; actions: WorkActions };

/** Why it comes to this agent, where there is something to say. */
function useWhy(item: WorkItem, agent: AgentState): string | null {
  const { t } = useTranslation('work');
  const me = useMe();
  const queueName = useQueueName();
  if (item.kind === 'hand_over') return null;
  if (item.preferredId === me.personId) return t(item.task ? 'offer.named' : 'offer.yours');
  if (!agent.queueIds.includes(item.queueId)) return t('offer.overflow', { queue: queueName(item.queueId) });
  if (item.attempts > 1) return t('offer.goesOn');
  return null;
}

/** What is left of the offer; the whole of it is what was left when it came. */
function useLeft(item: WorkItem) {
  const now = useTick();
  const whole = useRef({ until: '', ms: 1 });
  if (item.until && whole.current.until !== item.until)
    whole.current = { until: item.until, ms: Math.max(1000, Date.parse(item.until) - Date.now()) };
  const left = item.until ? Math.max(0, Date.parse(item.until) - now) : 0;
  return { now, left, share: left / whole.current.ms };
}

/** Why not: one press each, or in words. */
function Reasons({ onDecline, onBack }: { onDecline: (reason: string) => void; onBack: () => void }) {
  const { t } = useTranslation('work');
  const [words, setWords] = useState('');
  const usual = [t('decline.busy'), t('decline.skill'), t('decline.conflict')];
  return (
    <div className={classes.reasons}>
      {usual.map((reason) => (
        <Button key={reason} size="compact-sm" variant="default" onClick={() => onDecline(reason)}>
          {reason}
        </Button>
      ))}
      <Textarea
        size="xs"
        autosize
        maxRows={3}
        maxLength={200}
        aria-label={t('decline.words')}
        placeholder={t('decline.words')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        w="100%"
      />
      <Button size="compact-sm" color="red.9" onClick={() => onDecline(words.trim())}>
        {t('offer.decline')}
      </Button>
      <Button size="compact-sm" variant="subtle" color="gray" c="var(--ink-soft)" onClick={onBack}>
        {t('common:cancel')}
      </Button>
    </div>
  );
}

/** Keys that work while somebody types: the sentence goes on, nothing is sent by them. */
function useOfferKeys(accept: () => void, decline: () => void): void {
  const acts = useRef({ accept, decline });
  acts.current = { accept, decline };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
      const act =
        event.key === 'Enter' ? acts.current.accept : event.code === 'KeyR' ? acts.current.decline : null;
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    };
    window.addEventListener('keydown', press, true);
    return () => window.removeEventListener('keydown', press, true);
  }, []);
}

/** Who, where and since when: what one decides by. */
function Facts({ item, waited, why }: { item: WorkItem; waited: number; why: string | null }) {
  const { t } = useTranslation('work');
  const queueName = useQueueName();
  const { conversation } = item;
  const taskWords = useTaskWords();
  const words = item.task ? taskWords(item.task) : (conversation?.preview ?? conversation?.subject);
  return (
    <>
      <p className={classes.offerFacts}>
        <ItemBadge item={item} label />
        <span>{queueName(item.queueId)}</span>
        <span>{t('offer.waited', { time: lengthOf(waited) })}</span>
        {item.weight > 1 ? <span>{t('item.weight', { count: item.weight })}</span> : null}
        {item.escalatedAt ? (
          <span className={classes.late}>
            <IconFlag3Filled size={12} aria-hidden /> {t('item.escalated')}
          </span>
        ) : null}
      </p>
      {words ? <p className={classes.offerWords}>{words}</p> : null}
      {why ? <p className={classes.offerWhy}>{why}</p> : null}
    </>
  );
}

/**
 * Work that is offered. It comes beside what is being done and leaves the focus where it is: somebody in the middle of a
 * sentence goes on with it.
 */
export function OfferCard({ item, agent, actions }: Props) {
  const { t } = useTranslation('work');
  const { now, left, share } = useLeft(item);
  const [declining, setDeclining] = useState(false);
  const [busy, setBusy] = useState(false);
  const why = useWhy(item, agent);
  const run = (work: Promise<unknown>) => {
    setBusy(true);
    void work.finally(() => setBusy(false));
  };
  const accept = () => !busy && run(actions.accept(item));
  const decline = (reason: string) => !busy && run(actions.decline(item, reason));
  useOfferKeys(accept, () => setDeclining((asked) => !asked));
  const name = whoOf(item) ?? t(`kind.${item.kind}`);
  const customer = item.conversation?.customer ?? item.task?.customer;
  return (
    <article className={classes.offer} data-class={item.class} aria-label={t('offer.from', { name })}>
      <header className={classes.offerHead}>
        <Ring share={share} late={left < 8000}>
          <span aria-hidden>{left > 99_000 ? clockOf(left) : Math.ceil(left / 1000)}</span>
          <span className="visually-hidden">{t('offer.left', { time: clockOf(left) })}</span>
        </Ring>
        <div className={classes.offerWho}>
          <small>
            {item.handOver ? <AskedBy asked={item.handOver} /> : null}
            {item.handOver
              ? null
              : t(
                  item.task ? 'offer.task' : item.class === 'real_time' ? 'offer.realTime' : 'offer.deferred',
                )}
          </small>
          <b>{name}</b>
        </div>
        {customer ? <Face name={customer.name} id={customer.id} url={customer.avatarUrl} size={36} /> : null}
      </header>
      {item.handOver ? (
        <AskedFacts item={item} asked={item.handOver} onOpen={() => actions.open(item)} />
      ) : (
        <Facts item={item} waited={now - Date.parse(item.waitingSince)} why={why} />
      )}
      {declining ? (
        <Reasons onDecline={decline} onBack={() => setDeclining(false)} />
      ) : (
        <div className={classes.offerActs}>
          <Button
            onClick={accept}
            loading={busy}
            leftSection={<IconCheck size={17} aria-hidden />}
            aria-keyshortcuts="Alt+Enter"
          >
            {t('offer.accept')}
          </Button>
          <Button
            variant="default"
            onClick={() => setDeclining(true)}
            leftSection={<IconX size={17} aria-hidden />}
            aria-keyshortcuts="Alt+R"
          >
            {t('offer.decline')}
          </Button>
        </div>
      )}
      {declining ? null : (
        <p className={classes.offerKeys} aria-hidden>
          {t('offer.keys')}
        </p>
      )}
    </article>
  );
}

type MoreProps = { items: readonly WorkItem[]; actions: WorkActions };

/** Further offers, each in a line: one is decided on at a time, but none is hidden. */
export function MoreOffers({ items, actions }: MoreProps) {
  const { t } = useTranslation('work');
  const now = useTick();
  if (items.length === 0) return null;
  const shown = items.slice(0, linesAtMost);
  return (
    <ul className={classes.moreOffers} aria-label={t('offer.more', { count: items.length })}>
      {shown.map((item) => {
        const name = whoOf(item) ?? t(`kind.${item.kind}`);
        return (
          <li key={item.id}>
            <ItemBadge item={item} size={14} />
            <b>{name}</b>
            <span>{item.until ? clockOf(Date.parse(item.until) - now) : ''}</span>
            <Button
              size="compact-xs"
              variant="light"
              onClick={() => void actions.accept(item)}
              aria-label={`${t('offer.accept')}: ${name}`}
            >
              {t('offer.accept')}
            </Button>
          </li>
        );
      })}
      {items.length > linesAtMost ? <li>{t('offer.more', { count: items.length - linesAtMost })}</li> : null}
    </ul>
  );
}
