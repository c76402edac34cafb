import { randomInt } from 'node:crypto';

export type Network = 'facebook' | 'instagram';

/** One account on one of the two networks; the page behind it is always there. */
export type Config = {
  network: Network;
  pageId: string;
  /** The professional account behind the page; what webhooks name on that network. */
  accountId: string;
  name: string;
  username: string;
  appId: string;
  appSecret: string;
  accessToken: string;
  /** The app may answer as a person for seven days. */
  humanAgent: boolean;
  /** Calls of the Send API a second before 613. */
  perSecond: number;
  /** Pauses in ms between attempts of a webhook that was not answered 200. */
  retryDelays: number[];
  /** Delay in ms after which a message is on the person's telephone. */
  deliveredAfter: number;
  now: () => number;
};

export type Person = { id: string; name: string; username: string; blocked: boolean };

export type FileKind = 'image' | 'video' | 'audio' | 'file';
export type File = { id: string; kind: FileKind; type: string; name: string; bytes: Uint8Array };

/** A private message; `by` is the person's id or `page`. */
export type Direct = {
  id: string;
  person: string;
  by: string;
  at: number;
  text: string;
  files: File[];
  choices: { id: string; title: string; url?: string }[];
  replyTo?: string;
  /** A private reply says to which comment. */
  comment?: string;
  tag?: string;
  reactions: Map<string, string>;
  state: 'sent' | 'delivered' | 'read';
  deleted: boolean;
  edits: number;
};

/** A post of the page or of a visitor. */
export type Post = { id: string; by: string; at: number; text: string };

/** A comment below a post; `by` is the person's id or `page`. */
export type Comment = {
  id: string;
  post: string;
  parent?: string;
  by: string;
  at: number;
  text: string;
  picture?: File;
  hidden: boolean;
  likes: Set<string>;
  deleted: boolean;
  edited: boolean;
  repliedPrivately: boolean;
};

/** Something changed that the page shows: whose private messages, or (without) what everybody reads. */
export type Change = { person?: string };

/** Everything the simulated platform remembers; gone when it stops. */
export function createState(config: Config) {
  const listeners = new Set<(change: Change) => void>();
  // Whoever received the ids of an earlier run would take those of this one for copies.
  let counter = Date.now() * 100 + randomInt(90);
  const next = (): string => {
    counter += 1;
    return String(counter);
  };
  return {
    config,
    people: new Map<string, Person>(),
    directs: [] as Direct[],
    posts: [] as Post[],
    comments: [] as Comment[],
    files: new Map<string, File>(),
    listeners,
    next,
    changed: (change: Change): void => {
      for (const listener of listeners) listener(change);
    },
    /** The page's id in webhooks. */
    own: config.network === 'facebook' ? config.pageId : config.accountId,
    addFile(file: Omit<File, 'id'>): File {
      const stored = { ...file, id: next() };
      this.files.set(stored.id, stored);
      return stored;
    },
  };
}

export type State = ReturnType<typeof createState>;

/** When a person last wrote in private, in ms; null: never. */
export const lastWritten = ({ directs }: State, person: string): number | null =>
  directs.findLast((one) => one.person === person && one.by === person)?.at ?? null;
