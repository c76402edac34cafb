import type { Person, Team } from '@meada/contract/routes/people';
import type { Agent, Queue, Skill, WorkItem } from '@meada/contract/routes/routing';

type NamedQueue = Pick<Queue, 'id' | 'name' | 'teamId'>;

/** To whom or where work can be handed. */
export type Target =
  | {
      kind: 'agent';
      id: string;
      name: string;
      person: Person;
      agent: Agent | null;
      skills: string[];
      room: boolean;
    }
  | { kind: 'queue'; id: string; name: string; own: boolean }
  | { kind: 'team'; id: string; name: string; queueId: string | null };

export const idOf = (target: Target): string => `${target.kind}:${target.id}`;
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether the agent may be given this now. A real-time contact pauses deferred work, so only its own room counts. */
export function hasRoom(agent: Agent, item: Pick<WorkItem, 'class' | 'channel'>): boolean {
  if (agent.presence !== 'available') return false;
  const kind = item.class === 'real_time' ? 'realTime' : 'deferred';
  return agent.load[kind] < agent.capacity[kind];
}

const presenceRank = { available: 0, away: 2, offline: 3 };
const rankOf = (target: Extract<Target, { kind: 'agent' }>): number => {
  if (!target.agent) return 4;
  return target.agent.presence === 'available' && !target.room ? 1 : presenceRank[target.agent.presence];
};

type Known = {
  item: WorkItem | null;
  meId: string;
  people: readonly Person[];
  agents: readonly Agent[];
  queues: readonly NamedQueue[];
  teams: readonly Team[];
  skills: readonly Skill[];
  /** Anybody's work, and teams. */
  manages: boolean;
};

/** Everybody and everything it can go to: who has room first. */
export function targetsOf({ item, meId, people, agents, queues, teams, skills, manages }: Known): Target[] {
  const holder = item?.agentId ?? meId;
  const agentTargets = people
    .filter((person) => person.active && person.id !== holder)
    .map((person): Extract<Target, { kind: 'agent' }> => {
      const agent = agents.find((one) => one.personId === person.id) ?? null;
      const names = (agent?.skills ?? []).map(
        ({ skillId }) => skills.find((skill) => skill.id === skillId)?.name ?? '',
      );
      // What is not routed takes nobody's room.
      const room = item === null || (agent !== null && hasRoom(agent, item));
      return {
        kind: 'agent',
        id: person.id,
        name: person.name,
        person,
        agent,
        skills: names.filter(Boolean),
        room,
      };
    })
    // Routed work goes to agents; what is not routed may be given to anybody.
    .filter((target) => (item ? target.agent !== null : manages))
    .sort((one, other) => rankOf(one) - rankOf(other) || one.name.localeCompare(other.name));
  const queueTargets = item
    ? queues
        .map(
          (queue): Target => ({
            kind: 'queue',
            id: queue.id,
            name: queue.name,
            own: queue.id === item.queueId,
          }),
        )
        .sort((one, other) => Number('own' in other && other.own) - Number('own' in one && one.own))
    : [];
  const teamTargets = teams
    .map((team): Target => {
      const queueId = item ? (queues.find((queue) => queue.teamId === team.id)?.id ?? null) : null;
      return { kind: 'team', id: team.id, name: team.name, queueId };
    })
    .filter((target) => manages || (target.kind === 'team' && target.queueId !== null));
  return [...agentTargets, ...queueTargets, ...teamTargets];
}

/** Those whose name, or one of whose skills, has the words. */
export function matching(targets: readonly Target[], words: string): Target[] {
  const wanted = plain(words.trim());
  if (!wanted) return [...targets];
  return targets.filter((target) =>
    [target.name, ...(target.kind === 'agent' ? target.skills : [])].some((text) =>
      plain(text).includes(wanted),
    ),
  );
}
