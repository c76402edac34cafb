import { Tabs } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../ui/PageHeader.tsx';
import type { PageProps } from '../pages.ts';
import { AgentsTab } from './AgentsTab.tsx';
import { QueuesTab } from './QueuesTab.tsx';
import { ReasonsTab } from './ReasonsTab.tsx';
import { RulesTab } from './rules/RulesTab.tsx';
import { SkillsTab } from './SkillsTab.tsx';

type Tab = 'queues' | 'rules' | 'agents' | 'skills' | 'reasons';
const tabs: Record<Tab, ComponentType<{ named?: string | undefined }>> = {
  queues: QueuesTab,
  rules: RulesTab,
  agents: AgentsTab,
  skills: SkillsTab,
  reasons: ReasonsTab,
};

/** Who gets which work: queues, rules of entering them, agents, skills, reasons of being away. */
export function RoutingPage({ rest }: PageProps) {
  const { t } = useTranslation('routing');
  const navigate = useNavigate();
  const chosen: Tab = rest[0] && rest[0] in tabs ? (rest[0] as Tab) : 'queues';
  const Shown = tabs[chosen];
  return (
    <>
      <PageHeader title={t('title')} text={t('text')} />
      <Tabs
        value={chosen}
        onChange={(tab) => navigate({ to: '/settings/$', params: { _splat: `routing/${tab}` } })}
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
