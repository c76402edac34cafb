import { answersForDuty } from '@meada/contract/public';
import type { ConversationItem } from '@meada/contract/routes/conversations';
import type { PrivacyDeadline } from '@meada/contract/routes/privacy-requests';
import type { DutyItem } from '@meada/contract/routes/public-duties';
import type { Survey } from '@meada/contract/routes/surveys';
import type { Task } from '@meada/contract/routes/tasks';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazyRouteComponent } from '@tanstack/react-router';
import { type ComponentProps, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useMe } from '../api/queries.ts';
import { settled } from '../app/settled.ts';
import { undelivered } from '../conversations/composer/unsent.ts';
import { duesQuery, isNear } from '../conversations/due/dues.ts';
import { type Undelivered, undeliveredQuery } from '../conversations/due/undelivered.ts';
import { type Woken, wokenQuery } from '../conversations/due/woken.ts';
import { type MentionItem, newMentionsQuery } from '../conversations/mentions/queries.ts';
import { dutiesQuery } from '../conversations/public/duties.ts';
import { type Held, heldQuery } from '../conversations/scheduling/held.ts';
import { useStore } from '../live/store.ts';
import { deadlinesQuery, isMine } from '../settings/privacy/deadlines.ts';
import { badQuery } from '../surveys/queries.ts';
import { bellsQuery } from '../tasks/queries.ts';
import { useNow } from '../ui/time.ts';
import classes from './Shell.module.css';

export type Reminder = { task: Task; at: string };

const BellMenu = lazyRouteComponent(() => import('./BellMenu.tsx'), 'BellMenu');

/** A public deadline is told of from this long before its end (ms), as the server does. */
const tellBefore = 24 * 3_600_000;

/** Public deadlines that end within a day, unanswered, and are the reader's to see to. */
function useUrgent(): DutyItem[] {
  const me = useMe();
  const now = useNow();
  const may = useMay('conversations.read');
  const quiet = useStore(settled);
  const { data = [] } = useQuery({ ...dutiesQuery, enabled: may && quiet });
  return data.filter(
    (duty) =>
      duty.state !== 'answered' &&
      duty.dueAt !== null &&
      Date.parse(duty.dueAt) - now < tellBefore &&
      answersForDuty(me.personId, duty),
  );
}

/** Deadlines of people's requests and of incidents, for who sees to them. */
function usePrivacy(): PrivacyDeadline[] {
  const me = useMe();
  const may = useMay('privacy.manage');
  const quiet = useStore(settled);
  const { data = [] } = useQuery({ ...deadlinesQuery, enabled: may && quiet });
  return data.filter((deadline) => isMine(me.personId, deadline));
}

/** Own messages that were to go out later and did not. */
function useHeld(): Held[] {
  const may = useMay('conversations.reply');
  const quiet = useStore(settled);
  const { data = [] } = useQuery({ ...heldQuery, enabled: may && quiet });
  return data;
}

/** Own conversations whose deadline is near or was passed. */
function useDues(): ConversationItem[] {
  const me = useMe();
  const now = useNow();
  const may = useMay('conversations.read');
  const quiet = useStore(settled);
  const { data = [] } = useQuery({ ...duesQuery(me.personId), enabled: may && quiet });
  return data.filter((item) => isNear(item, now));
}

/** What the reader had put aside and that is back. */
function useWoken(): Woken[] {
  const may = useMay('conversations.read');
  const quiet = useStore(settled);
  const { data = [] } = useQuery({ ...wokenQuery, enabled: may && quiet });
  return data;
}

/** The reader's words that did not arrive, or of which nobody knows it; the list of conversations marks where. */
function useUndelivered(): Undelivered[] {
  const may = useMay('conversations.reply');
  const quiet = useStore(settled);
  const { data } = useQuery({ ...undeliveredQuery, enabled: may && quiet });
  useEffect(() => {
    // What is known to be lost stands for its conversation, before what nobody knows.
    const sorted = [...(data ?? [])].sort((one, other) => other.state.localeCompare(one.state));
    undelivered.set(() => new Map(sorted.map(({ conversationId, state }) => [conversationId, state])));
  }, [data]);
  return data ?? [];
}

/** Reminders of tasks that rang for me. */
function useReminders(): Reminder[] {
  const may = useMay('tasks.read');
  const quiet = useStore(settled);
  const { data = [] } = useQuery({ ...bellsQuery, enabled: may && quiet });
  return data;
}

/** Bad ratings nobody has seen to, for who reads reports. */
function useBad(): Survey[] {
  const may = useMay('reports.read');
  const quiet = useStore(settled);
  const { data = [] } = useQuery({ ...badQuery, enabled: may && quiet });
  return data;
}

/** New notes that name the reader. */
function useNamed(): { mentions: MentionItem[]; named: number } {
  const may = useMay('conversations.read');
  const quiet = useStore(settled);
  const { data } = useQuery({ ...newMentionsQuery, enabled: may && quiet });
  return { mentions: data?.items ?? [], named: data?.unseen ?? 0 };
}

/** The bell itself; how many things wait stands on it. */
export function BellButton({ count, ...props }: ComponentProps<'button'> & { count: number }) {
  const { t } = useTranslation();
  return (
    <button type="button" aria-haspopup="menu" title={t('bell.title')} {...props} className={classes.item}>
      <IconBell size={21} stroke={1.6} aria-hidden />
      <span className="visually-hidden">{t('bell.title')}</span>
      {count > 0 ? (
        <span className={classes.count}>
          <span aria-hidden>{count > 99 ? '99+' : count}</span>
          <span className="visually-hidden">{t('bell.count', { count })}</span>
        </span>
      ) : null}
    </button>
  );
}

/** What is about to be late and is mine; its list's code comes when it is opened. */
export function Bell() {
  const [wanted, setWanted] = useState(false);
  const urgent = useUrgent();
  const privacy = usePrivacy();
  const held = useHeld();
  const dues = useDues();
  const woken = useWoken();
  const lost = useUndelivered();
  const reminders = useReminders();
  const bad = useBad();
  const lists = { urgent, privacy, held, lost, dues, woken, reminders, bad };
  const { mentions, named } = useNamed();
  const count = Object.values(lists).reduce((sum, list) => sum + list.length, named);
  if (!wanted) return <BellButton count={count} onClick={() => setWanted(true)} />;
  return (
    <Suspense fallback={<BellButton count={count} />}>
      <BellMenu {...lists} mentions={mentions} named={named} />
    </Suspense>
  );
}
