import { Tabs } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/queries.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import type { PageProps } from '../pages.ts';
import { Report } from './Report.tsx';
import { Rules } from './Rules.tsx';

/** Satisfaction: what customers said, and, for who sees to inboxes, what they are asked. */
export function SurveysPage({ rest }: PageProps) {
  const { t } = useTranslation('surveys');
  const navigate = useNavigate();
  const manages = useMay('inboxes.manage');
  const reports = useMay('reports.read');
  const tab = rest[0] === 'rules' && manages ? 'rules' : 'report';
  const go = (next: string | null) =>
    void navigate({
      to: '/settings/$',
      params: { _splat: next === 'rules' ? 'surveys/rules' : 'surveys' },
    });
  return (
    <>
      <PageHeader title={t('title')} text={t(reports ? 'text' : 'textOwn')} />
      {manages ? (
        <Tabs value={tab} onChange={go} mb="md">
          <Tabs.List>
            <Tabs.Tab value="report">{t('tab.report')}</Tabs.Tab>
            <Tabs.Tab value="rules">{t('tab.rules')}</Tabs.Tab>
          </Tabs.List>
        </Tabs>
      ) : null}
      {tab === 'report' ? <Report /> : <Rules />}
    </>
  );
}
