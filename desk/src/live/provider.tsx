import type { ServerFrame, Topic } from '@meada/contract/frames';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { keys } from '../api/keys.ts';
import { applyFrame } from './apply.ts';
import { connection } from './presence.ts';
import { watchRights } from './rights.ts';
import { type Live, openLive } from './socket.ts';

const LiveContext = createContext<Live | null>(null);
type Heard = (frame: ServerFrame) => void;
const listeners = new Set<Heard>();

/**
 * Frames that came before those who tell of them were there: their code is loaded once the first screen stands, and what
 * happens in that second must be told, too. Kept for each of these by name until it has come.
 */
const late = new Set(['alerts', 'mentions']);
const early: ServerFrame[] = [];
const earlyAtMost = 200;

function keepEarly(frame: ServerFrame): void {
  if (late.size > 0 && frame.t === 'event' && early.length < earlyAtMost) early.push(frame);
}

/**
 * Calls back for every frame after the caches have it (sounds, notifications). With a name it is first told what came
 * before it, once for each name.
 */
export function onFrame(heard: Heard, name?: string): () => void {
  listeners.add(heard);
  if (name !== undefined && late.delete(name)) {
    for (const frame of early) heard(frame);
    if (late.size === 0) early.length = 0;
  }
  return () => listeners.delete(heard);
}

/** What conversations and work are made of: these change by the minute. */
const moving: readonly unknown[] = [
  ...keys.lists,
  ...keys.counts,
  ...keys.duties,
  ...keys.dues,
  ...keys.woken,
  ...keys.undelivered,
  ...keys.mentions,
  ...keys.callbacks,
  ...keys.tasks,
  ...keys.duplicates,
  keys.conversation('')[0],
  keys.messages('')[0],
];

/**
 * What was asked for before the socket was ready may have missed a change in between: asked once more, behind the scenes;
 * what is still on its way is drawn first (`app/client.ts`).
 */
const askAgain = (client: QueryClient): void =>
  void client.invalidateQueries({ predicate: ({ queryKey }) => moving.includes(queryKey[0]) });

/** Opens the socket for the signed-in desk. */
export function LiveProvider({ children, onEnd }: { children: ReactNode; onEnd: () => void }) {
  const client = useQueryClient();
  const [live, setLive] = useState<Live | null>(null);
  useEffect(() => {
    let first = true;
    const rights = watchRights(client);
    const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`;
    const opened = openLive(address, {
      onEnd,
      onFrame(frame) {
        applyFrame(client, frame);
        if (first && frame.t === 'ready') askAgain(client);
        if (frame.t === 'ready') first = false;
        rights.hear(frame);
        keepEarly(frame);
        for (const heard of listeners) heard(frame);
      },
    });
    setLive(opened);
    return () => {
      opened.close();
      rights.stop();
    };
  }, [client, onEnd]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

/**
 * Calls back once nothing that changes can be missed any more: now, or when the socket is ready for the first time. Who
 * begins to listen asks once more for what was asked before.
 */
export function onceReady(call: () => void): () => void {
  if (connection.get() === 'online') {
    call();
    return () => undefined;
  }
  const heard: Heard = (frame) => {
    if (frame.t !== 'ready') return;
    listeners.delete(heard);
    call();
  };
  listeners.add(heard);
  return () => listeners.delete(heard);
}

/** The socket, for typing and viewing marks; null until it is opened. */
export const useLive = (): Live | null => useContext(LiveContext);

/** Follows a topic while the component is on the screen. */
export function useTopic(topic: Topic | null): void {
  const live = useLive();
  useEffect(() => (live && topic ? live.follow(topic) : undefined), [live, topic]);
}
