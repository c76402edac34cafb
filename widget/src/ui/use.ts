import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Context } from '../chat/context.ts';
import type { State } from '../chat/state.ts';

export const ChatContext = createContext<Context>(undefined as unknown as Context);

export const useChat = (): Context => useContext(ChatContext);

/** The state, drawn again at every change. */
export function useChatState(): State {
  const { store } = useChat();
  const [state, setState] = useState(store.get());
  useEffect(() => {
    setState(store.get());
    return store.subscribe(() => setState(store.get()));
  }, [store]);
  return state;
}

/** The clock, drawn again every second while `running`. */
export function useNow(running: boolean): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
