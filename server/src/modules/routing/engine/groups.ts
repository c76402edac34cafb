import { emptyHeap } from './heap.ts';
import type { Demand, Group, RouterState } from './state.ts';
import type { AgentSettings } from './types.ts';

const sorted = (record: Record<string, number>): [string, number][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

/** The group of agents who may take what this one may; made when it is the first of its kind. */
export function groupFor(state: RouterState, agent: AgentSettings): Group {
  const [queues, skills, aptitude] = [
    [...new Set(agent.queues)].sort(),
    sorted(agent.skills),
    sorted(agent.aptitude),
  ];
  const key = JSON.stringify([queues, skills, aptitude]);
  const known = state.groups.get(key);
  if (known) return known;
  const group: Group = {
    key,
    queues: new Set(queues),
    skills: new Map(skills),
    aptitude: new Map(aptitude),
    size: 0,
    demands: new Set(),
    names: [...queues.map((queue) => `q${queue}`), ...skills.map(([skill]) => `s${skill}`)],
    free: { real_time: emptyHeap(), deferred: emptyHeap() },
  };
  state.groups.set(key, group);
  for (const demand of state.demands.values()) meet(demand, group);
  return group;
}

/** A group without agents is forgotten. */
export function leaveGroup(state: RouterState, group: Group): void {
  group.size -= 1;
  if (group.size > 0) return;
  state.groups.delete(group.key);
  for (const demand of group.demands) demand.groups.delete(group);
}

/** Aptitude of a group's agents for a channel; 1 unless something else is said. */
export const aptitudeFor = (group: Group, channel: string): number => group.aptitude.get(channel) ?? 1;

/** Whether a group's agents may take what a demand asks for: queue, every skill at its level, channel. */
export const fits = (demand: Omit<Demand, 'lines' | 'groups' | 'waiting'>, group: Group): boolean =>
  demand.queues.some((queue) => group.queues.has(queue)) &&
  aptitudeFor(group, demand.channel) > 0 &&
  demand.skills.every(({ skill, level }) => (group.skills.get(skill) ?? 0) >= level);

/** Lets a demand and a group know of each other. */
export function meet(demand: Demand, group: Group): void {
  if (!fits(demand, group)) return;
  demand.groups.add(group);
  group.demands.add(demand);
}
