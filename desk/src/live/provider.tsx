import type { ServerFrame, Topic } from '@meada/contract/frames';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { applyFrame } from './apply.ts';
import { type Live, openLive } from './socket.ts';

const LiveContext = createContext<Live | null>(null);
type Heard = (frame: ServerFrame) => void;
const listeners = new Set<Heard>();

/** Calls back for every frame after the caches have it (sounds, notifications). */
export function onFrame(heard: Heard): () => void {
  listeners.add(heard);
  return () => listeners.delete(heard);
}

/** Opens the socket for the signed-in desk. */
export function LiveProvider({ children, onEnd }: { children: ReactNode; onEnd: () => void }) {
  const client = useQueryClient();
  const [live, setLive] = useState<Live | null>(null);
  useEffect(() => {
    let first = true;
    const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`;
    const opened = openLive(address, {
      onEnd,
      onFrame(frame) {
        applyFrame(client, frame);
        // What was fetched before the socket was ready may have missed a change in between.
        if (first && frame.t === 'ready')
          void client.invalidateQueries({
            predicate: (query) =>
              query.state.dataUpdatedAt > 0 && query.queryKey[0] !== 'me' && query.isStale(),
          });
        if (frame.t === 'ready') first = false;
        for (const heard of listeners) heard(frame);
      },
    });
    setLive(opened);
    return () => opened.close();
  }, [client, onEnd]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** The socket, for typing and viewing marks; null until it is opened. */
export const useLive = (): Live | null => useContext(LiveContext);

/** Follows a topic while the component is on the screen. */
export function useTopic(topic: Topic | null): void {
  const live = useLive();
  useEffect(() => (live && topic ? live.follow(topic) : undefined), [live, topic]);
}
