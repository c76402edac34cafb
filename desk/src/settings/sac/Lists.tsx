import type { SacDemand, SacRequest } from '@meada/contract/sac';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ChannelBadge } from '../../ui/ChannelBadge.tsx';
import { momentOf, useNow } from '../../ui/time.ts';
import { Pill, Section } from '../kit/Section.tsx';
import classes from './sac.module.css';

function Protocol({ id, protocol }: { id: string; protocol: string }) {
  return (
    <Link to="/conversations/$conversationId" params={{ conversationId: id }}>
      {protocol}
    </Link>
  );
}

type DemandsProps = { title: string; text: string; demands: readonly SacDemand[]; untold?: boolean };

/** Demands to be looked at, with links. */
export function Demands({ title, text, demands, untold = false }: DemandsProps) {
  const { t, i18n } = useTranslation('sac');
  if (demands.length === 0) return null;
  const at = (moment: string) => momentOf(moment, i18n.language);
  return (
    <Section title={title} text={text}>
      <div className={classes.box}>
        <table className={classes.table}>
          <thead>
            <tr>
              {(['protocol', 'channel', 'registered', 'due', 'ended', 'person'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`column.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {demands.map((one) => (
              <tr key={`${one.conversationId} ${one.registeredAt}`}>
                <th scope="row">
                  <Protocol id={one.conversationId} protocol={one.protocol} />
                </th>
                <td>
                  <ChannelBadge channel={one.channel} size={18} />
                </td>
                <td>{at(one.registeredAt)}</td>
                <td>
                  {at(one.dueAt)} {one.late ? <Pill tone="danger">{t('isLate')}</Pill> : null}
                </td>
                <td>
                  {one.endedAt ? at(one.endedAt) : t('isOpen')}
                  {untold && one.told?.failed ? <Pill tone="warn">{t('notDelivered')}</Pill> : null}
                </td>
                <td>{one.person ?? t('nobody')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

const tones = { asked: 'accent', sent: 'good', stuck: 'danger', handed: 'good' } as const;

/** What customers asked for by right. */
export function Requests({ requests }: { requests: readonly SacRequest[] }) {
  const { t, i18n } = useTranslation('sac');
  const now = useNow();
  if (requests.length === 0) return null;
  const at = (moment: string | null) => (moment ? momentOf(moment, i18n.language) : '–');
  return (
    <Section title={t('requests.title')} text={t('requests.text')}>
      <div className={classes.box}>
        <table className={classes.table}>
          <thead>
            <tr>
              {(['protocol', 'what', 'asked', 'due', 'state', 'done'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`column.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {requests.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <Protocol id={one.conversationId} protocol={one.protocol} />
                </th>
                <td>{t(`kind.${one.kind}`)}</td>
                <td>{at(one.askedAt)}</td>
                <td>
                  {at(one.dueAt)}{' '}
                  {!one.sentAt && !one.handedAt && Date.parse(one.dueAt) < now ? (
                    <Pill tone="danger">{t('isOver')}</Pill>
                  ) : null}
                </td>
                <td>
                  <Pill tone={tones[one.state]}>{t(`requestState.${one.state}`)}</Pill>{' '}
                  {one.effect && !one.doneAt ? <Pill tone="warn">{t('number.undone')}</Pill> : null}
                </td>
                <td>{at(one.sentAt ?? one.handedAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
