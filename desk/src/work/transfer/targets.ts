import type { ResponseOf } from '@meada/contract/route';
import type { Person, Team } from '@meada/contract/routes/people';
import type { Agent, Queue, Skill, WorkItem } from '@meada/contract/routes/routing';
import type { readQueueWaits } from '@meada/contract/routes/wallboard';

type NamedQueue = Pick<Queue, 'id' | 'name' | 'teamId'>;
/** What handing over to a queue comes to now. */
export type QueueWait = ResponseOf<typeof readQueueWaits>['items'][number];

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
      /** Had it before who has it now. */
      before: boolean;
    }
  | { kind: 'queue'; id: string; name: string; own: boolean; wait: QueueWait | null }
  | { kind: 'team'; id: string; name: string; queueId: string | null; wait: QueueWait | null }
  /** The customer goes on elsewhere, in the same conversation. */
  | { kind: 'channel'; id: string; name: string };

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
  if (target.before && target.room) return -1;
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
  waits?: readonly QueueWait[] | undefined;
  /** Who had it before who has it now. */
  lastAgentId?: string | null | undefined;
  /** What the line is called by which the customer goes on elsewhere; null: nowhere. */
  channel?: string | null | undefined;
};

/** Everybody and everything it can go to: who has room first, and before them who had it before. */
export function targetsOf(known: Known): Target[] {
  const { item, queues, teams, manages, waits = [], channel } = known;
  const waitOf = (id: string | null) => waits.find(({ queueId }) => queueId === id) ?? null;
  const queueTargets = item
    ? queues
        .map(
          ({ id, name }): Extract<Target, { kind: 'queue' }> => ({
            ...{ kind: 'queue', id, name, own: id === item.queueId, wait: waitOf(id) },
          }),
        )
        .sort((one, other) => Number(other.own) - Number(one.own))
    : [];
  const teamTargets = teams
    .map((team): Target => {
      const queueId = item ? (queues.find((queue) => queue.teamId === team.id)?.id ?? null) : null;
      return { kind: 'team', id: team.id, name: team.name, queueId, wait: waitOf(queueId) };
    })
    .filter((target) => manages || (target.kind === 'team' && target.queueId !== null));
  const elsewhere: Target[] = channel ? [{ kind: 'channel', id: 'switch', name: channel }] : [];
  return [...agentTargets(known), ...queueTargets, ...teamTargets, ...elsewhere];
}

function agentTargets({ item, meId, people, agents, skills, manages, lastAgentId }: Known): Target[] {
  const holder = item?.agentId ?? meId;
  return (
    people
      .filter((person) => person.active && person.id !== holder)
      .map((person): Extract<Target, { kind: 'agent' }> => {
        const agent = agents.find((one) => one.personId === person.id) ?? null;
        const names = (agent?.skills ?? []).map(
          ({ skillId }) => skills.find((skill) => skill.id === skillId)?.name ?? '',
        );
        return {
          ...{ kind: 'agent', id: person.id, name: person.name, person, agent },
          skills: names.filter(Boolean),
          // What is not routed takes nobody's room.
          room: item === null || (agent !== null && hasRoom(agent, item)),
          before: person.id === lastAgentId,
        };
      })
      // Routed work goes to agents; what is not routed may be given to anybody.
      .filter((target) => (item ? target.agent !== null : manages))
      .sort((one, other) => rankOf(one) - rankOf(other) || one.name.localeCompare(other.name))
  );
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

/** Why a target cannot be asked first; null: it can. */
export type NoAsking = 'notYours' | 'notRoom' | 'notAgent' | null;

/** The queue a target stands for, where it is one. */
export const queueOf = (target: Target): string | null => {
  if (target.kind === 'queue') return target.id;
  return target.kind === 'team' ? target.queueId : null;
};

/** Whether somebody may be asked before it is theirs: by who has it, of who is there with room, or of a queue. */
export function noAsking(target: Target | null, own: boolean): NoAsking {
  if (!own) return 'notYours';
  if (!target || target.kind === 'channel') return null;
  if (target.kind !== 'agent') return queueOf(target) ? null : 'notAgent';
  if (!target.agent) return 'notAgent';
  return target.room && target.agent.presence === 'available' ? null : 'notRoom';
}
