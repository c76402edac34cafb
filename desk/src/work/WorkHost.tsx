import type { FrameData, ServerFrame } from '@meada/contract/frames';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../api/queries.ts';
import { onceReady, onFrame } from '../live/provider.tsx';
import { chime, notify } from '../shell/alerts.ts';
import { useShortcuts } from '../shell/keyboard.ts';
import { preferences } from '../shell/preferences.ts';
import { complainOf, sayWith } from '../ui/toast.ts';
import { applyWork } from './apply.ts';
import { useHandOverWords } from './hand-over/useHandOverWords.ts';
import { MoreOffers, OfferCard } from './OfferCard.tsx';
import { paused } from './paused.ts';
import { type MyWork, queueNamesQuery, queuesQuery, workQuery } from './queries.ts';
import { useWorkActions } from './useWorkActions.ts';
import { whoOf } from './words.tsx';
import classes from './work.module.css';

/** Why work that one had or was offered is gone, where it is not one's own doing. */
const told = new Set([
  'timed_out',
  'taken',
  'taken_over',
  'agent_offline',
  'paused_too_long',
  'released',
  'missed_offers',
  'on_line',
]);

/** Says what went without one's doing: an offer that passed, work that somebody took over. */
function useLosses(): void {
  const { t } = useTranslation('work');
  const client = useQueryClient();
  const navigate = useNavigate();
  const { personId } = useMe();
  useEffect(() => {
    const sayGone = ({ id, why }: FrameData['work.gone'], work: MyWork | undefined) => {
      const item = work?.items.find((one) => one.id === id);
      // What one handed back oneself is off the list before the frame comes.
      // What a hand-over comes to is told in its own words.
      if (!item || !told.has(why) || item.kind === 'hand_over') return;
      const name = whoOf(item) ?? t(`kind.${item.kind}`);
      const offered = item.state === 'offered';
      complainOf(
        t(
          offered
            ? `lost.offer.${why === 'timed_out' ? 'timedOut' : 'other'}`
            : why === 'on_line'
              ? 'lost.onLine'
              : 'lost.work',
          { name },
        ),
      );
    };
    const onWhisper = ({ conversationId, fromName, text }: FrameData['whisper']) => {
      if (preferences.get().alerts) chime();
      const open = () => void navigate({ to: '/conversations/$conversationId', params: { conversationId } });
      void sayWith(t('whisper.came', { name: fromName, text }), { label: t('whisper.open'), act: open });
    };
    const onEscalated = ({ queueId, conversationId }: FrameData['work.escalated']) => {
      const queue =
        client.getQueryData(queueNamesQuery.queryKey)?.find(({ id }) => id === queueId)?.name ?? '';
      const open = () =>
        void (conversationId
          ? navigate({ to: '/conversations/$conversationId', params: { conversationId } })
          : navigate({ to: '/wallboard' }));
      void sayWith(t('escalated', { queue }), { label: t('whisper.open'), act: open });
    };
    return onFrame((frame: ServerFrame) => {
      if (frame.t === 'event' && frame.name === 'work.gone')
        sayGone(frame.data, client.getQueryData<MyWork>(workQuery.queryKey));
      if (frame.t === 'event' && frame.name === 'whisper') onWhisper(frame.data);
      if (frame.t === 'event' && frame.name === 'work.escalated') onEscalated(frame.data);
      applyWork(client, frame, personId);
    });
  }, [client, navigate, personId, t]);
}

/** A sound for each offer as it comes, and again when it is about to pass; a notification for who looks elsewhere. */
function useOfferAlerts(offers: MyWork['items'], open: (id: string) => void): void {
  const { t } = useTranslation('work');
  const rung = useRef(new Set<string>());
  useEffect(() => {
    const timers = offers.map((item) => {
      const words = { title: t('offer.title'), body: whoOf(item) ?? t(`kind.${item.kind}`) };
      const ring = (name: string) => {
        if (rung.current.has(name) || !preferences.get().alerts) return;
        rung.current.add(name);
        if (document.visibilityState === 'visible') chime();
        else notify(item.id, words, () => open(item.id));
      };
      ring(`${item.id} ${item.until}`);
      const left = item.until ? Date.parse(item.until) - Date.now() : 0;
      return left > 15_000 ? setTimeout(() => ring(`${item.id} ${item.until} again`), left - 8000) : 0;
    });
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, [offers, open, t]);
}

/**
 * This host comes once the first screen stands: how one stands and what one was given in that second was told to nobody.
 * Asked after `onFrame` has begun to listen.
 */
function useMissed(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      onceReady(() => {
        void client.invalidateQueries({ queryKey: workQuery.queryKey, exact: true });
        void client.invalidateQueries({ queryKey: queuesQuery.queryKey, exact: true });
      }),
    [client],
  );
}

/** Beside every screen of who is given work: takes in what comes, shows offers, and says what went. */
export function WorkHost() {
  const { t } = useTranslation('work');
  const { data: work } = useQuery(workQuery);
  // Asked for now, so that an offer is drawn with its queue's name.
  useQuery(queueNamesQuery);
  const actions = useWorkActions();
  const offers = useMemo(() => work?.items.filter((item) => item.state === 'offered') ?? [], [work]);
  const navigate = useNavigate();
  const listed = useRouterState({ select: (now) => now.location.pathname.startsWith('/conversations') });
  const open = useMemo(() => () => window.focus(), []);
  useLosses();
  useMissed();
  useHandOverWords();
  useOfferAlerts(offers, open);
  useShortcuts({ 'g t': () => work?.agent && void navigate({ to: '/work' }) });
  useEffect(() => {
    const ids = work?.items
      .filter((item) => item.state === 'paused')
      .map((item) => item.conversation?.id ?? '');
    paused.set(() => new Set(ids));
  }, [work]);
  if (!work?.agent) return null;
  const { agent } = work;
  const [first, ...rest] = offers;
  return (
    <section
      className={classes.offers}
      data-right={!listed || undefined}
      aria-label={t('offer.label')}
      aria-live="polite"
    >
      {first ? <OfferCard key={first.id} item={first} agent={agent} actions={actions} /> : null}
      <MoreOffers items={rest} actions={actions} />
    </section>
  );
}
