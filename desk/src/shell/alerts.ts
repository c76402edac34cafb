import type { FrameData } from '@meada/contract/frames';
import type { ConversationItem } from '@meada/contract/routes/conversations';
import type { Me } from '@meada/contract/routes/session';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { countsQuery } from '../api/counts.ts';
import { keys } from '../api/keys.ts';
import { useMe } from '../api/queries.ts';
import mark from '../app/icon.svg';
import type { Pages } from '../live/lists.ts';
import { onFrame } from '../live/provider.tsx';
import { isSubscribed } from '../offline/push.ts';
import { momentOf } from '../ui/time.ts';
import { complainOf, say, sayWith } from '../ui/toast.ts';
import { preferences } from './preferences.ts';

type DueOfPrivacy = FrameData['privacy.due'];

/** A soft two-tone sound made on the spot: no file to load, quiet enough for eight hours. */
export function chime(): void {
  const audio = new AudioContext();
  const gain = audio.createGain();
  gain.connect(audio.destination);
  for (const [start, pitch] of [
    [0, 660],
    [0.11, 880],
  ] as const) {
    const tone = audio.createOscillator();
    tone.frequency.value = pitch;
    tone.connect(gain);
    tone.start(audio.currentTime + start);
    tone.stop(audio.currentTime + start + 0.14);
  }
  gain.gain.setValueAtTime(0.05, audio.currentTime);
  gain.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.3);
  setTimeout(() => void audio.close(), 500);
}

/** A sound, and a notification of the browser where it may. */
export function notify(tag: string, words: { title: string; body: string }, open: () => unknown): void {
  chime();
  // A browser that is told by push shows that, and not the same twice.
  if (!('Notification' in window) || Notification.permission !== 'granted' || isSubscribed()) return;
  const shown = new Notification(words.title, { body: words.body, tag, icon: mark, silent: true });
  shown.onclick = () => {
    window.focus();
    open();
    shown.close();
  };
}

/** The conversation is before somebody's eyes, and its thread says what happened. */
const isHere = (conversationId: string): boolean =>
  document.visibilityState === 'visible' && location.pathname.includes(conversationId);

const latest = new Map<string, number>();

/** A conversation has something new from the customer, counted once even when several frames tell of it. */
function isNews(item: ConversationItem): boolean {
  const known = latest.get(item.id) ?? 0;
  latest.set(item.id, Math.max(known, item.lastInboundSeq));
  return (
    item.lastInboundSeq > known &&
    item.preview?.authorKind === 'customer' &&
    item.lastInboundSeq === item.lastSeq
  );
}

/** Sound, browser notification and count in the title for what customers write to me or to nobody yet. */
export function useAlerts(): void {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const mine = useQuery(countsQuery).data?.mine ?? 0;

  useEffect(() => {
    document.title = mine > 0 ? `(${mine}) Meada` : 'Meada';
  }, [mine]);

  useEffect(() => {
    for (const [, data] of client.getQueriesData<Pages>({ queryKey: keys.lists })) {
      for (const item of data?.pages.flatMap((page) => page.items) ?? [])
        latest.set(item.id, item.lastInboundSeq);
    }
    const ways = waysOf({ t, locale: i18n.language, me, navigate });
    return onFrame((frame) => {
      if (frame.t !== 'event') return;
      if (frame.name === 'conversation') tellNews(frame.data as ConversationItem, ways);
      else (said[frame.name] as ((data: unknown, ways: Ways) => void) | undefined)?.(frame.data, ways);
    }, 'alerts');
  }, [client, i18n, me, navigate, t]);
}

type Facts = { t: TFunction; locale: string; me: Me; navigate: ReturnType<typeof useNavigate> };
type Ways = ReturnType<typeof waysOf>;

/** The ways something is said. */
function waysOf(facts: Facts) {
  const { t, navigate } = facts;
  const open = (conversationId: string) =>
    navigate({ to: '/conversations/$conversationId', params: { conversationId } });
  const tell = (id: string, title: string, body: string) => notify(id, { title, body }, () => open(id));
  // The bell shows it until it is done; a word in the corner for who is here, a notification for who is not.
  const warn = (conversationId: string, body: string): void => {
    if (document.visibilityState === 'visible') complainOf(body);
    else if (preferences.get().alerts) tell(conversationId, t('bell.title'), body);
  };
  return { ...facts, open, tell, warn };
}

type Named<N extends keyof FrameData> = FrameData[N];

/** What is said of each frame that is no message. */
const said: { [N in keyof FrameData]?: (data: Named<N>, ways: Ways) => void } = {
  'duty.due': ({ conversationId, dueAt }, { t, locale, warn }) =>
    warn(conversationId, t('bell.due', { at: momentOf(dueAt, locale) })),
  'callback.due': ({ conversationId, missed }, { t, warn }) =>
    warn(conversationId, t(missed ? 'bell.callMissed' : 'bell.callNear')),
  deadline: ({ conversationId, missed }, { t, warn }) =>
    warn(conversationId, t(missed ? 'bell.deadlineMissed' : 'bell.deadlineNear')),
  woken: ({ conversationId, why }, { t, tell, open }) => {
    if (isHere(conversationId)) return;
    const body = t('bell.woken', { why: t(`bell.wokenBy.${why}`) });
    const act = () => void open(conversationId);
    if (document.visibilityState === 'visible') void sayWith(body, { label: t('bell.open'), act });
    else if (preferences.get().alerts) tell(conversationId, t('bell.title'), body);
  },
  undelivered: ({ conversationId, state }, { t, tell, open }) => {
    if (isHere(conversationId)) return;
    const body = t(state === 'unknown' ? 'bell.unknown' : 'bell.undelivered');
    const act = () => void open(conversationId);
    if (document.visibilityState === 'visible')
      void sayWith(body, { label: t('bell.open'), act, bad: true }, 30_000);
    else if (preferences.get().alerts) tell(conversationId, t('bell.title'), body);
  },
  scheduled: ({ state, personId, conversationId }, { t, me, warn }) => {
    if (state === 'held' && personId === me.personId && !isHere(conversationId))
      warn(conversationId, t('bell.held'));
  },
  'privacy.due': tellPrivacy,
  'task.rang': ({ id }, { t, navigate }) => {
    if (document.visibilityState === 'visible') {
      chime();
      say(t('bell.reminder'));
    } else
      notify(id, { title: t('bell.title'), body: t('bell.reminder') }, () =>
        navigate({ to: '/tasks/$', params: { _splat: `mine/${id}` } }),
      );
  },
  survey: ({ mark, conversationId }, { t, me, warn }) => {
    if (mark === 'bad' && me.permissions.includes('reports.read')) warn(conversationId, t('bell.bad'));
  },
};

function tellPrivacy({ kind, id, late, assigneeId }: DueOfPrivacy, { t, me, navigate }: Ways): void {
  if (!late && assigneeId !== null && assigneeId !== me.personId) return;
  const body = t(`bell.${kind}${late ? 'Late' : 'Due'}`);
  if (document.visibilityState === 'visible') complainOf(body);
  else if (preferences.get().alerts)
    notify(id, { title: t('bell.title'), body }, () =>
      navigate({ to: '/settings/$', params: { _splat: `privacy/${kind}s/${id}` } }),
    );
}

/** What a customer wrote to me, to nobody yet, or where I follow. */
function tellNews(item: ConversationItem, { t, me, tell }: Ways): void {
  const follows = item.followerIds?.includes(me.personId) ?? false;
  if (!isNews(item) || (item.assigneeId !== null && item.assigneeId !== me.personId && !follows)) return;
  if (!preferences.get().alerts || document.visibilityState === 'visible') return;
  tell(item.id, item.customer.name ?? item.customer.display, item.preview?.text || t('alert.newMessage'));
}
