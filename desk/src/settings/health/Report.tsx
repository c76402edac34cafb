import type { HealthReport } from '@meada/contract/routes/inbox-health';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useChannel } from '../../api/queries.ts';
import { useChannelName } from '../../ui/ChannelBadge.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ChannelIcon } from '../inboxes/ChannelIcon.tsx';
import inboxes from '../inboxes/inboxes.module.css';
import { Pill, Section } from '../kit/Section.tsx';
import { Actions } from './Actions.tsx';
import classes from './health.module.css';
import { Notices } from './Notices.tsx';

const grave = new Set(['disconnected', 'errors']);

/** A bar of the picture, 44 high: something for every hour, so that quiet ones are seen to be hours, too. */
const barOf = (place: number, share: number): string =>
  `M${place * 4} 44v-${share === 0 ? 1 : 3 + 40 * share}h3V44z`;

/** What came, hour by hour: a bar each, as high as its share of the most. */
function Hours({ hours }: { hours: readonly number[] }) {
  const { t } = useTranslation('firm');
  const most = Math.max(1, ...hours);
  const total = hours.reduce((sum, one) => sum + one, 0);
  return (
    <figure className={classes.figure}>
      <svg
        className={classes.bars}
        viewBox={`0 0 ${hours.length * 4} 44`}
        preserveAspectRatio="none"
        aria-hidden
      >
        <path d={hours.map((count, place) => barOf(place, count / most)).join('')} />
      </svg>
      <figcaption>{t('health.hours', { total })}</figcaption>
    </figure>
  );
}

function Tiles({ report }: { report: HealthReport }) {
  const { t, i18n } = useTranslation('firm');
  const { receipts, dispatches, expected } = report;
  const moment = (at: string | null) => (at ? <RelativeTime at={at} /> : t('health.never'));
  const amounts = [
    {
      name: 'waiting',
      value: receipts.waiting,
      oldest: receipts.oldestAt,
      tone: 'warn',
      bad: report.troubles.includes('backlog'),
    },
    {
      name: 'queued',
      value: dispatches.queued,
      oldest: dispatches.oldestAt,
      tone: 'warn',
      bad: report.troubles.includes('backlog'),
    },
    { name: 'poison', value: receipts.poison, oldest: null, tone: 'warn', bad: receipts.poison > 0 },
  ];
  return (
    <dl className={inboxes.tiles}>
      <div className={inboxes.tile} data-tone={report.troubles.includes('silent') ? 'warn' : undefined}>
        <dt>{t('health.lastIn')}</dt>
        <dd data-small>{moment(report.lastInAt)}</dd>
      </div>
      <div className={inboxes.tile}>
        <dt>{t('health.lastOut')}</dt>
        <dd data-small>{moment(report.lastOutAt)}</dd>
      </div>
      <div className={inboxes.tile} title={t('health.expectedHelp')}>
        <dt>{t('health.expected')}</dt>
        <dd data-small={expected === null || undefined}>
          {expected === null
            ? t('health.unknownPast')
            : new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 }).format(expected)}
        </dd>
      </div>
      {amounts.map(({ name, value, oldest, tone, bad }) => (
        <div key={name} className={inboxes.tile} data-tone={bad && value > 0 ? tone : undefined}>
          <dt>{t(`health.${name}`)}</dt>
          <dd>
            {value}{' '}
            {oldest ? (
              <span className={classes.more}>
                <RelativeTime at={oldest} />
              </span>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Errors({ list }: { list: HealthReport['dispatches']['errors'] }) {
  const { t } = useTranslation('firm');
  if (list.length === 0) return null;
  return (
    <table className={classes.table}>
      <caption>{t('health.errors')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('health.code')}</th>
          <th scope="col">{t('health.count')}</th>
          <th scope="col">{t('health.last')}</th>
        </tr>
      </thead>
      <tbody>
        {list.map((error) => (
          <tr key={`${error.state} ${error.code}`}>
            <td>
              <code>{error.code}</code> · {t(`health.state.${error.state}`)}
              {error.text ? <div className={classes.small}>{error.text}</div> : null}
            </td>
            <td>{error.count}</td>
            <td>
              <RelativeTime at={error.lastAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function State({ report }: { report: HealthReport }) {
  const { t } = useTranslation('firm');
  if (!report.active) return <Pill>{t('health.off')}</Pill>;
  if (report.troubles.length === 0)
    return (
      <Pill tone="good">
        <IconCircleCheck size={14} aria-hidden /> {t('health.well')}
      </Pill>
    );
  return (
    <span className={classes.pills}>
      {report.troubles.map((trouble) => (
        <Pill key={trouble} tone={grave.has(trouble) ? 'danger' : 'warn'}>
          {t(`health.trouble.${trouble}`)}
        </Pill>
      ))}
    </span>
  );
}

/** How one inbox is: what is wrong and what to do, when it last received and sent, what waits, what failed. */
export function Report({ report, inPage = false }: { report: HealthReport; inPage?: boolean }) {
  const { t } = useTranslation('firm');
  const channel = useChannel(report.channel);
  const name = useChannelName(report.channel);
  return (
    <Section>
      <header className={classes.head}>
        {/* On the inbox's own page its name stands above already. */}
        {inPage ? null : <ChannelIcon channel={channel} />}
        <div>
          <h2>{inPage ? t('settings:inbox.tab.health') : report.name}</h2>
          {inPage ? null : (
            <div className={classes.small}>{[name, report.address].filter(Boolean).join(' · ')}</div>
          )}
        </div>
        <State report={report} />
      </header>
      {report.troubles.length > 0 ? (
        <ul className={classes.advice}>
          {report.troubles.map((trouble) => (
            <li key={trouble} data-grave={grave.has(trouble) || undefined}>
              <IconAlertTriangle size={16} aria-hidden />
              <span>
                {t(`health.advice.${trouble}`)}
                {trouble === 'disconnected' && report.text ? ` (${report.text})` : ''}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <Tiles report={report} />
      {report.hours.some((count) => count > 0) ? <Hours hours={report.hours} /> : null}
      <Errors list={report.dispatches.errors} />
      <Notices inboxId={report.inboxId} list={report.notices} />
      <Actions report={report} inPage={inPage} />
    </Section>
  );
}
