import { type Agent, type AgentSettings, removeAgent, setAgent } from '@meada/contract/routes/routing';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { complain } from '../../ui/toast.ts';
import { agentsQuery } from '../../work/queries.ts';

/** What an agent is until somebody says otherwise. */
export const usualAgent: AgentSettings = {
  capacity: { realTime: 1, deferred: 5 },
  queueIds: [],
  skills: [],
  aptitudes: [],
};

export const settingsOf = ({ capacity, queueIds, skills, aptitudes }: Agent): AgentSettings => ({
  capacity,
  queueIds,
  skills,
  aptitudes,
});

/** Pause after the last press before a row is saved (ms): several cells of a row are one call. */
const pause = 500;

export type AgentEdits = ReturnType<typeof useAgentEdits>;

/** Changes of agents' rows: seen at once, saved a moment later, taken back with the server's word when it refuses. */
export function useAgentEdits(agents: readonly Agent[]) {
  const client = useQueryClient();
  const [drafts, setDrafts] = useState<ReadonlyMap<string, AgentSettings>>(new Map());
  const current = useRef(drafts);
  current.current = drafts;
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());

  const drop = (id: string, saved: AgentSettings | undefined) =>
    setDrafts((now) => {
      // Changed again meanwhile: that is not saved yet.
      if (saved && now.get(id) !== saved) return now;
      const rest = new Map(now);
      rest.delete(id);
      return rest;
    });
  const save = async (id: string) => {
    timers.current.delete(id);
    const body = current.current.get(id);
    if (!body) return;
    try {
      const agent = await call(setAgent, { params: { id }, body });
      client.setQueryData<Agent[]>(agentsQuery.queryKey, (list = []) =>
        list.some(({ personId }) => personId === id)
          ? list.map((one) => (one.personId === id ? agent : one))
          : [...list, agent],
      );
    } catch (error) {
      complain(error);
    }
    drop(id, body);
  };
  // Leaving the page saves what is on its way.
  const saveLatest = useRef(save);
  saveLatest.current = save;
  useEffect(() => {
    const pending = timers.current;
    return () => {
      for (const [id, timer] of pending) {
        clearTimeout(timer);
        void saveLatest.current(id);
      }
    };
  }, []);

  const of = (id: string): AgentSettings | null => {
    const agent = agents.find(({ personId }) => personId === id);
    return drafts.get(id) ?? (agent ? settingsOf(agent) : null);
  };
  const change = (ids: readonly string[], how: (settings: AgentSettings) => AgentSettings) => {
    setDrafts((now) => {
      const next = new Map(now);
      for (const id of ids) {
        const agent = agents.find(({ personId }) => personId === id);
        next.set(id, how(now.get(id) ?? (agent ? settingsOf(agent) : usualAgent)));
      }
      return next;
    });
    for (const id of ids) {
      clearTimeout(timers.current.get(id));
      timers.current.set(
        id,
        setTimeout(() => void saveLatest.current(id), pause),
      );
    }
  };
  const remove = async (ids: readonly string[]) => {
    for (const id of ids) {
      clearTimeout(timers.current.get(id));
      timers.current.delete(id);
      drop(id, undefined);
      if (agents.some(({ personId }) => personId === id)) await call(removeAgent, { params: { id } });
    }
    await client.invalidateQueries({ queryKey: keys.routing });
  };
  return { of, change, remove, saving: (id: string) => drafts.has(id) };
}
