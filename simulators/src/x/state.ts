/** The world of the platform: people, posts, direct messages, files. */
export type User = {
  id: string;
  username: string;
  name: string;
  followers: number;
  /** Whether strangers may write direct messages. */
  takesDirect: boolean;
};
export type File = {
  id: string;
  key: string;
  type: string;
  bytes: Uint8Array;
  owner: string;
  isReady: boolean;
};
export type Post = {
  id: string;
  author: User;
  text: string;
  at: Date;
  replyTo: Post | undefined;
  /** First post of the thread. */
  conversation: string;
  mentions: User[];
  files: File[];
  likes: Set<string>;
  hidden: boolean;
  history: string[];
};
export type Direct = {
  id: string;
  at: Date;
  sender: User;
  recipient: User;
  text: string;
  files: File[];
  app: string;
};

/** What happened, for webhooks and for the page. */
export type Change =
  | { kind: 'post'; post: Post }
  | { kind: 'deletion'; post: Post }
  | { kind: 'like'; post: Post; user: User }
  | { kind: 'direct'; direct: Direct }
  | { kind: 'read'; reader: User; of: User; upTo: Direct };

export type World = {
  users: Map<string, User>;
  posts: Map<string, Post>;
  directs: Direct[];
  files: Map<string, File>;
  listeners: Set<(change: Change) => void>;
  nextId(): string;
};

/** Numbers as the platform makes them: time, then a running number (X IDs); wider than JavaScript's. */
export function newWorld(): World {
  let last = 0n;
  const nextId = (): string => {
    const now = BigInt(Date.now() - 1_288_834_974_657) << 22n;
    last = now > last ? now : last + 1n;
    return String(last);
  };
  return { users: new Map(), posts: new Map(), directs: [], files: new Map(), listeners: new Set(), nextId };
}

export function tell(world: World, change: Change): void {
  for (const listener of world.listeners) listener(change);
}

/** A user by number or name; throws when there is none. */
export function userOf(world: World, idOrName: string): User {
  const name = idOrName.replace(/^@/, '').toLowerCase();
  const found =
    world.users.get(idOrName) ?? [...world.users.values()].find((one) => one.username.toLowerCase() === name);
  if (!found) throw new Error(`no such user: ${idOrName}`);
  return found;
}

export type Writing = { text: string; replyTo?: string; files?: File[] };

/** Puts a post into the world; whoever is answered is mentioned too, as on the platform. */
export function write(world: World, author: User, { text, replyTo, files = [] }: Writing): Post {
  const answered = replyTo === undefined ? undefined : world.posts.get(replyTo);
  const named = [...text.matchAll(/(?<![\w@])@(\w{1,15})/g)].flatMap(([, name = '']) =>
    [...world.users.values()].filter((user) => user.username.toLowerCase() === name.toLowerCase()),
  );
  const mentions = [
    ...new Set([...(answered ? [answered.author, ...answered.mentions] : []), ...named]),
  ].filter((user) => user !== author);
  const id = world.nextId();
  const post: Post = {
    ...{ id, author, text, at: new Date(), replyTo: answered, mentions, files },
    conversation: answered?.conversation ?? id,
    ...{ likes: new Set<string>(), hidden: false, history: [id] },
  };
  world.posts.set(id, post);
  tell(world, { kind: 'post', post });
  return post;
}

export function writeDirect(
  world: World,
  { sender, recipient }: { sender: User; recipient: User },
  said: { text: string; files?: File[]; app: string },
): Direct {
  const direct = { id: world.nextId(), at: new Date(), sender, recipient, files: [], ...said };
  world.directs.push(direct);
  tell(world, { kind: 'direct', direct });
  return direct;
}

/** Number of a talk between two people: the smaller number first. */
export const talkOf = (one: User, other: User): string =>
  [one.id, other.id].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)).join('-');

/** Whether these two have written to each other: then a direct message is let through. */
export const haveTalked = (world: World, from: User, to: User): boolean =>
  world.directs.some((one) => one.sender === to && one.recipient === from);

/** Weighted length (Counting characters): addresses 23, emoji 2, Latin 1, everything else 2. */
export function weightOf(text: string): number {
  const bare = text
    .normalize('NFC')
    .replace(/https?:\/\/\S+/g, 'u'.repeat(23))
    .replace(/\p{RGI_Emoji}/gv, 'ee');
  return [...bare].reduce((sum, char) => sum + (isLight(char.codePointAt(0) ?? 0) ? 1 : 2), 0);
}

const light: [number, number][] = [
  [0, 0x10ff],
  [0x2000, 0x200d],
  [0x2010, 0x201f],
  [0x2032, 0x2037],
];
const isLight = (code: number): boolean => light.some(([from, to]) => code >= from && code <= to);
