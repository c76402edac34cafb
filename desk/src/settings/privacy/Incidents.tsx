import { Button } from '@mantine/core';
import type { Incident } from '@meada/contract/routes/privacy-register';
import { IconShieldExclamation } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ListLoading } from '../../ui/Loading.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { momentOf } from '../../ui/time.ts';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { dayWords } from './day.ts';
import { IncidentDialog, NewIncident } from './IncidentDialog.tsx';
import { incidentsQuery } from './queries.ts';

function Clock({ incident }: { incident: Incident }) {
  const { t, i18n } = useTranslation('privacy');
  const isTold = incident.authorityToldAt && incident.peopleToldAt;
  if (incident.closedAt) return <Pill>{t('incidents.closed')}</Pill>;
  if (isTold || incident.risk === 'low') return <Pill tone="good">{t('incidents.told')}</Pill>;
  if (incident.late) return <Pill tone="danger">{t('incidents.late')}</Pill>;
  return (
    <Pill tone={incident.daysLeft <= 1 ? 'danger' : 'warn'}>
      {t('incidents.left', { count: incident.daysLeft, day: dayWords(incident.dueOn, i18n.language) })}
    </Pill>
  );
}

/** The register of incidents. */
export function Incidents({ named }: { named?: string | undefined }) {
  const { t, i18n } = useTranslation('privacy');
  const { data, error, refetch } = useQuery(incidentsQuery);
  const [open, setOpen] = useState<string | 'new' | null>(named ?? null);
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <ListLoading rows={3} />;
  const chosen = data.find(({ id }) => id === open);
  const add = <Button onClick={() => setOpen('new')}>{t('incidents.add')}</Button>;
  return (
    <>
      {data.length === 0 ? (
        <EmptyState icon={IconShieldExclamation} title={t('incidents.none')} text={t('incidents.text')}>
          {add}
        </EmptyState>
      ) : (
        <Section title={t('tab.incidents')} text={t('incidents.text')} actions={add}>
          <Rows label={t('tab.incidents')}>
            {data.map((incident) => (
              <Row
                key={incident.id}
                title={incident.title}
                text={`${t(`risk.${incident.risk}`)} · ${t('incidents.noticed', { at: momentOf(incident.noticedAt, i18n.language) })}`}
                end={
                  <>
                    <Clock incident={incident} />
                    <Button variant="default" size="xs" onClick={() => setOpen(incident.id)}>
                      {t('open')}
                    </Button>
                  </>
                }
              />
            ))}
          </Rows>
        </Section>
      )}
      {open === 'new' ? <NewIncident onClose={() => setOpen(null)} /> : null}
      {chosen ? <IncidentDialog key={chosen.id} incident={chosen} onClose={() => setOpen(null)} /> : null}
    </>
  );
}
