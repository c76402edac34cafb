import type { Agent, Queue, WorkItem } from '@meada/contract/routes/routing';
import type { QueueDay } from '@meada/contract/routes/wallboard';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { applyOver } from '../live/over.ts';
import { onFrame } from '../live/provider.tsx';
import { agentsQuery, queuesQuery } from '../work/queries.ts';
import { type Asked, type Board, boardQuery, heldAfter, nextOverdue } from './board.ts';

/** Figures of the last hours are asked for again so long after something moved (ms), however much moves. */
const pause = 15_000;

/** Somebody's time has run out a little before it is asked for. */
const slack = 500;

const none: never[] = [];
export type LiveBoard = {
  queues: readonly Queue[];
  days: readonly QueueDay[];
  agents: readonly Agent[];
  held: readonly WorkItem[];
  loading: boolean;
  error: unknown;
  retry: () => void;
};

/**
 * What the board shows. Counts, agents and what they hold come by frames as they change; only the figures of the last hours
 * are asked for, and at most four times a minute: an open board costs the same however much goes on. Nothing is said when
 * somebody has waited too long to be in time: the board knows when that will be, and asks then.
 */
export function useBoard(asked: Asked): LiveBoard {
  const client = useQueryClient();
  const queues = useQuery(queuesQuery);
  const agents = useQuery(agentsQuery);
  const { hours, realTime } = asked;
  const board = useQuery(boardQuery(asked));
  useEffect(() => {
    const { queryKey } = boardQuery({ hours, realTime });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onFrame((frame) => {
      if (frame.t !== 'event' || !(frame.name === 'work' || frame.name === 'work.gone')) return;
      applyOver<Board>(client, queryKey, (now) => heldAfter(now, frame));
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey });
      }, pause);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [client, hours, realTime]);
  const next = nextOverdue(board.data?.queues ?? none);
  const readAt = board.dataUpdatedAt;
  useEffect(() => {
    if (next === null) return;
    const { queryKey } = boardQuery({ hours, realTime });
    const wait = Math.max(next + slack - Date.now(), readAt + pause - Date.now(), 0);
    const timer = setTimeout(() => void client.invalidateQueries({ queryKey }), wait);
    return () => clearTimeout(timer);
  }, [client, hours, realTime, next, readAt]);
  return {
    queues: queues.data ?? none,
    days: board.data?.queues ?? none,
    agents: agents.data ?? none,
    held: board.data?.held ?? none,
    loading: !queues.data || !agents.data || !board.data,
    error: queues.error ?? agents.error ?? board.error,
    retry: () => void Promise.all([queues.refetch(), agents.refetch(), board.refetch()]),
  };
}
