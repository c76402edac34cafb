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
  shift: null,
};

export const settingsOf = ({ capacity, queueIds, skills, aptitudes, shift }: Agent): AgentSettings => ({
  ...{ capacity, queueIds, skills, aptitudes, shift },
});

/** Pause after the last press before a row is saved (ms): several cells of a row are one call. */
const pause = 500;

type Drafts = ReadonlyMap<string, AgentSettings>;
const withDraft = (drafts: Drafts, id: string, draft: AgentSettings | null): Drafts => {
  const next = new Map(drafts);
  if (draft) next.set(id, draft);
  else next.delete(id);
  return next;
};

/** Saves rows a moment after their last change; what is on its way when the page is left is saved then. */
function useSaver(drafts: Drafts, onSaved: (id: string, saved: AgentSettings) => void) {
  const client = useQueryClient();
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const save = async (id: string) => {
    timers.current.delete(id);
    const body = drafts.get(id);
    if (!body) return;
    try {
      const agent = await call(setAgent, { params: { id }, body });
      client.setQueryData<Agent[]>(agentsQuery.queryKey, (list = []) => [
        ...list.filter(({ personId }) => personId !== id),
        agent,
      ]);
    } catch (error) {
      complain(error);
    }
    onSaved(id, body);
  };
  // The drafts of the moment it runs count, not those of the moment it was asked for.
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => {
    const pending = timers.current;
    return () => {
      for (const [id, timer] of pending) {
        clearTimeout(timer);
        void latest.current(id);
      }
    };
  }, []);
  const cancel = (id: string) => {
    clearTimeout(timers.current.get(id));
    timers.current.delete(id);
  };
  const soon = (id: string) => {
    cancel(id);
    timers.current.set(
      id,
      setTimeout(() => void latest.current(id), pause),
    );
  };
  return { soon, cancel };
}

export type AgentEdits = ReturnType<typeof useAgentEdits>;

/** Changes of agents' rows: seen at once, saved a moment later, taken back with the server's word when it refuses. */
export function useAgentEdits(agents: readonly Agent[]) {
  const client = useQueryClient();
  const [drafts, setDrafts] = useState<Drafts>(new Map());
  const saver = useSaver(drafts, (id, saved) =>
    // Changed again meanwhile: that is not saved yet.
    setDrafts((now) => (now.get(id) === saved ? withDraft(now, id, null) : now)),
  );
  const kept = (id: string): AgentSettings | null => {
    const agent = agents.find(({ personId }) => personId === id);
    return agent ? settingsOf(agent) : null;
  };
  const change = (ids: readonly string[], how: (settings: AgentSettings) => AgentSettings) => {
    setDrafts((now) =>
      ids.reduce((next, id) => withDraft(next, id, how(next.get(id) ?? kept(id) ?? usualAgent)), now),
    );
    ids.forEach(saver.soon);
  };
  const remove = async (ids: readonly string[]) => {
    for (const id of ids) {
      saver.cancel(id);
      setDrafts((now) => withDraft(now, id, null));
      if (kept(id)) await call(removeAgent, { params: { id } });
    }
    await client.invalidateQueries({ queryKey: keys.routing });
  };
  return { of: (id: string) => drafts.get(id) ?? kept(id), change, remove };
}
