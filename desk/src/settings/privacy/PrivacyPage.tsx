import { Tabs } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../ui/PageHeader.tsx';
import type { PageProps } from '../pages.ts';
import { Holds } from './Holds.tsx';
import { Incidents } from './Incidents.tsx';
import { Processing } from './Processing.tsx';
import { Purposes } from './Purposes.tsx';
import { Requests } from './Requests.tsx';
import { Retention } from './Retention.tsx';
import { Settings } from './Settings.tsx';

type Tab = 'requests' | 'incidents' | 'purposes' | 'retention' | 'holds' | 'processing' | 'settings';
const tabs: Record<Tab, ComponentType<{ named?: string | undefined }>> = {
  requests: Requests,
  incidents: Incidents,
  purposes: Purposes,
  retention: Retention,
  holds: Holds,
  processing: Processing,
  settings: Settings,
};

/** The law's duties: what people ask for, what the firm may and must keep, what went wrong. */
export function PrivacyPage({ rest }: PageProps) {
  const { t } = useTranslation('privacy');
  const navigate = useNavigate();
  const chosen: Tab = rest[0] && rest[0] in tabs ? (rest[0] as Tab) : 'requests';
  const Shown = tabs[chosen];
  return (
    <>
      <PageHeader title={t('title')} text={t('intro')} />
      <Tabs
        value={chosen}
        onChange={(tab) => navigate({ to: '/settings/$', params: { _splat: `privacy/${tab}` } })}
        mb="lg"
      >
        <Tabs.List>
          {(Object.keys(tabs) as Tab[]).map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {t(`tab.${tab}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <Shown named={rest[1]} />
    </>
  );
}
