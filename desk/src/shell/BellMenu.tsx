import { Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ConversationItem } from '@meada/contract/routes/conversations';
import type { PrivacyDeadline } from '@meada/contract/routes/privacy-requests';
import type { DutyItem } from '@meada/contract/routes/public-duties';
import type { Survey } from '@meada/contract/routes/surveys';
import {
  IconAlarm,
  IconCalendarX,
  IconClockExclamation,
  IconHourglassHigh,
  IconMessage2X,
  IconShieldExclamation,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { DueMark } from '../conversations/due/DueMark.tsx';
import type { Undelivered } from '../conversations/due/undelivered.ts';
import type { Woken } from '../conversations/due/woken.ts';
import { BellMentions } from '../conversations/mentions/BellMentions.tsx';
import type { MentionItem } from '../conversations/mentions/queries.ts';
import { Deadline } from '../conversations/public/Deadline.tsx';
import type { Held } from '../conversations/scheduling/held.ts';
import { familyOf } from '../conversations/thread/dispatch-error.ts';
import { BadLine } from '../surveys/BadLine.tsx';
import { TaskBellLine } from '../tasks/TaskBellLine.tsx';
import { BellButton, type Reminder } from './Bell.tsx';
import classes from './Shell.module.css';

type Props = {
  urgent: readonly DutyItem[];
  privacy: readonly PrivacyDeadline[];
  held: readonly Held[];
  lost: readonly Undelivered[];
  reminders: readonly Reminder[];
  bad: readonly Survey[];
  dues: readonly ConversationItem[];
  woken: readonly Woken[];
  mentions: readonly MentionItem[];
  /** How many notes name the reader, of which those are the newest. */
  named: number;
};

/** A deadline of a request or an incident, with the way there. */
function PrivacyLine({ deadline }: { deadline: PrivacyDeadline }) {
  const { t } = useTranslation();
  const { kind, id, title, name, daysLeft } = deadline;
  const left =
    daysLeft < 0
      ? t('bell.late', { count: -daysLeft })
      : daysLeft === 0
        ? t('bell.today')
        : t('bell.left', { count: daysLeft });
  return (
    <Menu.Item
      renderRoot={(props) => (
        <Link {...props} to="/settings/$" params={{ _splat: `privacy/${kind}s/${id}` }} />
      )}
      leftSection={<IconShieldExclamation size={18} aria-hidden />}
    >
      <b>{kind === 'request' ? (name ?? t('bell.request')) : title}</b>{' '}
      <span className={daysLeft < 0 ? classes.late : undefined}>{left}</span>
      <span className={classes.words}>
        {kind === 'request' ? `${t('bell.request')}: ${t(`bell.kind.${title}`)}` : t('bell.incident')}
      </span>
    </Menu.Item>
  );
}

/** A message that was to go out and did not, with the reason and the way there. */
function HeldLine({ held }: { held: Held }) {
  const { t } = useTranslation('later');
  const { customer, conversationId, reason } = held;
  return (
    <Menu.Item
      renderRoot={(props) => (
        <Link {...props} to="/conversations/$conversationId" params={{ conversationId }} />
      )}
      leftSection={<IconCalendarX size={18} aria-hidden />}
    >
      <b>{customer.name ?? customer.display}</b>
      <span className={classes.words}>{t('bell', { reason: t(`reason.${reason ?? 'refused'}`) })}</span>
    </Menu.Item>
  );
}

/** Words of the reader that did not arrive, or of which nobody knows it, with what the platform says and the way there. */
function UndeliveredLine({ lost }: { lost: Undelivered }) {
  const { t } = useTranslation(['common', 'conversations']);
  const { customer, conversationId, state, code, preview } = lost;
  const unsure = state === 'unknown';
  const family = code === null ? null : familyOf(code);
  return (
    <Menu.Item
      renderRoot={(props) => (
        <Link {...props} to="/conversations/$conversationId" params={{ conversationId }} />
      )}
      leftSection={<IconMessage2X size={18} aria-hidden />}
    >
      <b>{customer.name ?? customer.display}</b>{' '}
      <span className={classes.late}>{t(unsure ? 'bell.unsure' : 'bell.lost')}</span>
      {preview ? <span className={classes.words}>{preview}</span> : null}
      {family ? (
        <span className={classes.words}>
          {t(`conversations:dispatchError.${family}`, { defaultValue: '' })}
        </span>
      ) : null}
      {unsure ? <span className={classes.words}>{t('conversations:message.unsure')}</span> : null}
    </Menu.Item>
  );
}

/** What the reader had put aside and that is back, with what brought it. */
function WokenLine({ woken }: { woken: Woken }) {
  const { t } = useTranslation();
  const { customer, conversationId, why, preview } = woken;
  return (
    <Menu.Item
      renderRoot={(props) => (
        <Link {...props} to="/conversations/$conversationId" params={{ conversationId }} />
      )}
      leftSection={<IconAlarm size={18} aria-hidden />}
    >
      <b>{customer.name ?? customer.display}</b>
      <span className={classes.words}>{t('bell.back', { why: t(`bell.wokenBy.${why}`) })}</span>
      {preview ? <span className={classes.words}>{preview}</span> : null}
    </Menu.Item>
  );
}

/** What opens at the bell: each deadline with the way to it. */
export function BellMenu(props: Props) {
  const { t } = useTranslation();
  const { urgent, privacy, held, lost, dues, woken, reminders, bad, mentions, named } = props;
  const lists = [urgent, privacy, held, lost, dues, woken, reminders, bad];
  const count = lists.reduce((sum, list) => sum + list.length, named);
  // The button that opened it the first time is gone by now: this one takes its place, and the focus.
  const bell = useRef<HTMLButtonElement>(null);
  const narrow = useMediaQuery('(max-width: 720px)', undefined, { getInitialValueInEffect: false });
  return (
    <Menu
      position={narrow ? 'top' : 'right-end'}
      width={320}
      defaultOpened
      onClose={() => bell.current?.focus()}
    >
      <Menu.Target>
        <BellButton ref={bell} count={count} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('bell.title')}</Menu.Label>
        {count === 0 ? <p className={classes.nothing}>{t('bell.nothing')}</p> : null}
        {reminders.map(({ task }) => (
          <TaskBellLine key={task.id} task={task} />
        ))}
        {lost.map((one) => (
          <UndeliveredLine key={one.messageId} lost={one} />
        ))}
        {urgent.map((duty) => (
          <Menu.Item
            key={duty.id}
            renderRoot={(props) => (
              <Link
                {...props}
                to="/conversations/$conversationId"
                params={{ conversationId: duty.conversationId }}
              />
            )}
            leftSection={<IconClockExclamation size={18} aria-hidden />}
          >
            <b>{duty.customer.name ?? duty.customer.display}</b> <Deadline duty={duty} />
            <span className={classes.words}>{duty.text}</span>
          </Menu.Item>
        ))}
        {dues.map((item) => (
          <Menu.Item
            key={item.id}
            renderRoot={(props) => (
              <Link {...props} to="/conversations/$conversationId" params={{ conversationId: item.id }} />
            )}
            leftSection={<IconHourglassHigh size={18} aria-hidden />}
          >
            <b>{item.customer.name ?? item.customer.display}</b>{' '}
            {item.due ? <DueMark due={item.due} /> : null}
            <span className={classes.words}>{item.preview?.text}</span>
          </Menu.Item>
        ))}
        {woken.map((one) => (
          <WokenLine key={one.conversationId} woken={one} />
        ))}
        {held.map((one) => (
          <HeldLine key={one.id} held={one} />
        ))}
        {bad.map((survey) => (
          <BadLine key={survey.id} survey={survey} />
        ))}
        {privacy.map((deadline) => (
          <PrivacyLine key={deadline.id} deadline={deadline} />
        ))}
        <BellMentions items={mentions} />
      </Menu.Dropdown>
    </Menu>
  );
}
