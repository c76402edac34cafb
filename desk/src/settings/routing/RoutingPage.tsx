import { TabbedPage } from '../kit/TabbedPage.tsx';
import type { PageProps } from '../pages.ts';
import { AgentsTab } from './AgentsTab.tsx';
import { HandOverTab } from './HandOverTab.tsx';
import { QueuesTab } from './QueuesTab.tsx';
import { ReasonsTab } from './ReasonsTab.tsx';
import { RulesTab } from './rules/RulesTab.tsx';
import { SkillsTab } from './SkillsTab.tsx';

const tabs = {
  queues: QueuesTab,
  rules: RulesTab,
  agents: AgentsTab,
  skills: SkillsTab,
  reasons: ReasonsTab,
  handOver: HandOverTab,
};

/** Who gets which work: queues, rules of entering them, agents, skills, reasons of being away, times of handing over. */
export const RoutingPage = ({ rest }: PageProps) => <TabbedPage area="routing" tabs={tabs} rest={rest} />;
