import type { TimelineEntry } from '@meada/contract/routes/timeline';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ChannelBadge } from '../../ui/ChannelBadge.tsx';
import { momentOf, timeOf } from '../../ui/time.ts';
import classes from '../customers.module.css';
import { fieldsQuery } from '../record/queries.ts';
import { lookOf } from './events.ts';
import { useTitles } from './title.ts';

/** A day's messages of one conversation are one line, which says how many there were. */
function Counts({ facts }: { facts: TimelineEntry['facts'] }) {
  const { t } = useTranslation('customers');
  const parts = (['fromCustomer', 'fromUs', 'notes'] as const)
    .map((name) => ({ name, count: Number(facts[name] ?? 0) }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => t(`counts.${name}`, { count }));
  return parts.length > 0 ? <div className={classes.soft}>{parts.join(' · ')}</div> : null;
}

/** Which parts of the record a change touched; fields of the firm's own by their names. */
function Parts({ facts }: { facts: TimelineEntry['facts'] }) {
  const { t } = useTranslation('record');
  const fields = useQuery(fieldsQuery).data?.items ?? [];
  const what = Array.isArray(facts.what) ? facts.what.map(String) : [];
  if (what.length === 0) return null;
  const labelOf = (name: string): string => fields.find((field) => field.name === name)?.label ?? name;
  const words = what.map((one) =>
    one.startsWith('field:')
      ? labelOf(one.slice('field:'.length))
      : t(`timeline.part.${one.replace(':', '_')}`, { defaultValue: one }),
  );
  return <div className={classes.soft}>{words.join(', ')}</div>;
}

/** What came of a proof, where it was more than the proof. */
function Outcome({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation('customers');
  const { outcome } = entry.facts;
  if (entry.name !== 'identity.verified' || outcome === 'proven') return null;
  return <div className={classes.soft}>{t(`check.outcome.${String(outcome)}`)}</div>;
}

/** One line of the timeline. */
export function Entry({ entry }: { entry: TimelineEntry }) {
  const { t, i18n } = useTranslation('customers');
  const { icon: Shape, tone } = lookOf(entry.name);
  const title = useTitles()(entry);
  return (
    <>
      <span className={classes.mark} data-tone={tone} aria-hidden>
        <Shape size={17} stroke={1.7} />
      </span>
      <div className={classes.event}>
        <strong style={{ fontWeight: 600 }}>{title}</strong>
        {entry.conversationId ? (
          <>
            {' '}
            <Link to="/conversations/$conversationId" params={{ conversationId: entry.conversationId }}>
              {entry.subject ?? entry.protocol ?? t('conversations.open')}
            </Link>
          </>
        ) : null}
        {entry.summary ? <blockquote>{entry.summary}</blockquote> : null}
        <Counts facts={entry.facts} />
        <Outcome entry={entry} />
        <Parts facts={entry.facts} />
        <div className={classes.meta}>
          <time dateTime={entry.at} title={momentOf(entry.at, i18n.language)}>
            {timeOf(entry.at, i18n.language)}
          </time>
          {entry.channel ? <ChannelBadge channel={entry.channel} size={14} label /> : null}
          {entry.actor ? <span>{entry.actor}</span> : null}
        </div>
      </div>
    </>
  );
}
