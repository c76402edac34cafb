import type { Message } from '@meada/contract/routes/conversations';
import {
  IconArrowForwardUp,
  IconCalendarEvent,
  IconLock,
  IconMailOff,
  IconShieldCheck,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { momentOf } from '../../ui/time.ts';
import classes from './circumstances.module.css';

type Said = Message['facts'];
type Line = { key: string; icon: ReactNode; text: string; grave?: boolean };
type Words = { t: TFunction<'conversations'>; locale: string };

const textOf = (facts: Said, name: string): string => {
  const value = facts[name];
  return typeof value === 'string' ? value : '';
};

/** A day without a clock stays a day in every zone. */
function whenOf(text: string, locale: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return text && momentOf(text, locale);
  return new Date(`${text}T12:00:00`).toLocaleDateString(locale, { dateStyle: 'long' });
}

function eventLine(facts: Said, { t, locale }: Words): Line | null {
  const title = textOf(facts, 'eventTitle');
  const start = whenOf(textOf(facts, 'eventStart'), locale);
  if (!title && !start) return null;
  const cancelled = textOf(facts, 'eventAction') === 'cancel';
  const people = textOf(facts, 'eventPeople');
  const parts = [
    t(cancelled ? 'circumstances.eventCancelled' : 'circumstances.event', { title }),
    [start, whenOf(textOf(facts, 'eventEnd'), locale)].filter(Boolean).join(' – '),
    textOf(facts, 'eventPlace'),
    people ? t('circumstances.eventPeople', { people }) : '',
  ];
  return { key: 'event', icon: <IconCalendarEvent size={14} />, text: parts.filter(Boolean).join(' · ') };
}

function bounceLine(facts: Said, { t }: Words): Line | null {
  const code = textOf(facts, 'bounceReason');
  const recipient = textOf(facts, 'bounceRecipient');
  if (!code) return null;
  const reason = t(`circumstances.reason.${code}`, { defaultValue: code });
  const hard = facts.bounceHard === true;
  const delayed = textOf(facts, 'bounceAction') === 'delayed';
  const kind = delayed ? 'circumstances.delayed' : hard ? 'circumstances.hard' : 'circumstances.soft';
  return {
    key: 'bounce',
    icon: <IconMailOff size={14} />,
    text: t(kind, { recipient, reason }),
    grave: hard,
  };
}

function linesOf(facts: Said, words: Words): Line[] {
  const { t } = words;
  const by = textOf(facts, 'forwardedBy');
  const proof = textOf(facts, 'verifiedBy');
  const secret = textOf(facts, 'encrypted');
  const lines: (Line | null)[] = [
    eventLine(facts, words),
    bounceLine(facts, words),
    by
      ? {
          key: 'by',
          icon: <IconArrowForwardUp size={14} />,
          text: t(proof ? 'circumstances.forwardedSigned' : 'circumstances.forwardedBy', { by }),
        }
      : null,
    secret
      ? { key: 'secret', icon: <IconLock size={14} />, text: t(`circumstances.encrypted.${secret}`) }
      : null,
    proof
      ? { key: 'proof', icon: <IconShieldCheck size={14} />, text: t(`circumstances.verified.${proof}`) }
      : null,
  ];
  return lines.filter((line) => line !== null);
}

/** What came with a message and is no word of it: an event, why something was not delivered, who handed it on, a proof. */
export function Circumstances({ facts }: { facts: Said }) {
  const { t, i18n } = useTranslation('conversations');
  const lines = useMemo(() => linesOf(facts, { t, locale: i18n.language }), [facts, t, i18n.language]);
  if (lines.length === 0) return null;
  return (
    <ul className={classes.lines}>
      {lines.map((line) => (
        <li key={line.key} data-grave={line.grave || undefined}>
          <span aria-hidden>{line.icon}</span>
          {line.text}
        </li>
      ))}
    </ul>
  );
}
