import type { Attachment } from '@meada/contract/content';
import type { ChatConfig } from '@meada/contract/routes/chat';
import type { Unsent } from '../core/outbox.ts';
import { emptyThread, type Thread } from '../core/thread.ts';

/** A file on its way up. */
export type Upload = {
  key: string;
  name: string;
  size: number;
  /** 0 to 1. */
  share: number;
  /** Set when it is up. */
  file: Attachment | null;
  /** Error code when it failed. */
  code: string | null;
  /** The bytes, while this page lives: to try again. */
  source: File | null;
};

export type State = {
  phase: 'idle' | 'starting' | 'ready' | 'refused';
  /** Code of the refusal, or of the last failed start. */
  code: string | null;
  /** How news arrive now. */
  link: 'live' | 'polling' | 'offline';
  config: ChatConfig | null;
  thread: Thread;
  outbox: Unsent[];
  uploads: Upload[];
  open: boolean;
  /** Number up to which the visitor has read. */
  readSeq: number;
  typing: { name: string | null } | null;
  /** The visitor said who they are, or the site did, or they chose not to. */
  introduced: boolean;
  replyTo: { seq: number; text: string } | null;
};

export const initialState: State = {
  phase: 'idle',
  code: null,
  link: 'offline',
  config: null,
  thread: emptyThread,
  outbox: [],
  uploads: [],
  open: false,
  readSeq: 0,
  typing: null,
  introduced: false,
  replyTo: null,
};

export type Store = {
  get(): State;
  set(change: Partial<State>): void;
  /** Calls back after every change; returns the way out. */
  subscribe(run: () => void): () => void;
};

export function createStore(): Store {
  let state = initialState;
  const watchers = new Set<() => void>();
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change };
      for (const run of [...watchers]) run();
    },
    subscribe(run) {
      watchers.add(run);
      return () => void watchers.delete(run);
    },
  };
}
