/** Bodies of calls that set up routing, about things of the firm. */
import type { Firm } from './firm.ts';

export const queueOf = ({ inbox, team, skill, queue }: Firm['ids'], name: string) => ({
  name,
  teamId: team,
  inboxIds: [inbox],
  settings: {
    skills: [{ skillId: skill, level: 1 }],
    steps: [{ afterSeconds: 60, overflowTo: [queue], dropSkills: [skill] }],
  },
});

export const intakeRule = ({ inbox, queue, skill }: Firm['ids']) => ({
  name: 'Regra',
  conditions: { inboxIds: [inbox], languages: ['en'], priorities: ['urgent'] },
  ...{ queueId: queue, skills: [{ skillId: skill, level: 1 }] },
});
