import { newHooks } from './hooks.ts';
import { keep } from './media.ts';
import { type App, type Grant, newOauth } from './oauth.ts';
import type { Fault, Parts } from './parts.ts';
import { buildServer } from './server.ts';
import {
  type Change,
  type Direct,
  newWorld,
  type Post,
  tell,
  type User,
  userOf,
  write,
  writeDirect,
} from './state.ts';

export type { Change, Direct, Post } from './state.ts';

/** The demo shop's app and its two accounts; worthless outside this machine. */
const demoApp: App = {
  ...{
    name: 'Meada Demo',
    key: 'demoConsumerKey',
    secret: 'demoConsumerSecretOfNobody',
    bearer: 'demoBearerOfTheApp',
  },
};
export const demoHandles = {
  brand: { id: '7200000001', username: 'fiomeada', name: 'Empório Fio & Meada', followers: 18_400 },
  service: { id: '7200000002', username: 'fiomeada_ajuda', name: 'Fio & Meada · Ajuda', followers: 910 },
};
const grantOf = (userId: string): Grant => ({
  ...{ userId, token: `${userId}-demoAccessToken`, tokenSecret: `demoSecretOf${userId}` },
});
const grants = Object.values(demoHandles).map(({ id }) => grantOf(id));

export type XOptions = {
  /** 0 or absent: a free one. */
  port?: number;
  plan?: 'self_serve' | 'enterprise';
  /** `METHOD path` → calls of an account in 15 minutes. */
  limits?: Record<string, number>;
};

/** Limits of the platform that matter here (Rate limits, per account and 15 minutes). */
const platformLimits = {
  'GET /2/users/:id/mentions': 300,
  'GET /2/dm_events': 300,
  'POST /2/tweets': 100,
  'POST /2/dm_conversations/with/:id/messages': 15,
  'PUT /2/tweets/:id/hidden': 50,
  'POST /2/users/:id/likes': 50,
};

type Sent = { kind: string; name: string; type: string; bytes: Uint8Array };

/** API v2 on this machine with two accounts of the firm, and the customers' side in the same object. */
export async function startX(options: XOptions = {}) {
  const world = newWorld();
  for (const user of Object.values(demoHandles)) world.users.set(user.id, { ...user, takesDirect: true });
  let url = '';
  const parts: Parts = {
    ...{ world, app: demoApp, oauth: newOauth(demoApp, grants), faults: [] as Fault[], url: () => url },
    hooks: newHooks(world, { app: demoApp, url: () => url }),
    limits: { ...platformLimits, ...options.limits },
    plan: { current: options.plan ?? 'enterprise' },
  };
  const app = buildServer(parts);
  url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  return {
    ...{ url, allow: [new URL(url).host], settings: settingsOf(url), world },
    ...customersSide(parts),
    ...firmsSide(parts),
    plan: (current: Parts['plan']['current']) => void Object.assign(parts.plan, { current }),
    failNext: (fault: Fault) => void parts.faults.push(fault),
    onChange(listener: (change: Change) => void) {
      world.listeners.add(listener);
      return () => void world.listeners.delete(listener);
    },
    /** Addresses of the app's webhooks, and who is subscribed to each. */
    hooks: () => parts.hooks.list().map(({ id, url }) => ({ url, users: parts.hooks.subscribers(id) })),
    /** Another inbox's webhook at the same app. */
    addHook: parts.hooks.add,
    /** Resolves when every webhook on its way has arrived or was given up. */
    settled: parts.hooks.settled,
    stop: () => app.close(),
  };
}

/** What an inbox is set up with. */
function settingsOf(apiUrl: string) {
  const tokens = (name: 'brand' | 'service') => ({
    [`${name}Username`]: `@${demoHandles[name].username}`,
    [`${name}Token`]: grantOf(demoHandles[name].id).token,
    [`${name}TokenSecret`]: grantOf(demoHandles[name].id).tokenSecret,
  });
  const keys = { consumerKey: demoApp.key, consumerSecret: demoApp.secret, bearerToken: demoApp.bearer };
  return { ...keys, ...tokens('service'), ...tokens('brand'), mode: 'polling', seconds: 5, apiUrl };
}

/** What people do on the platform; accounts are named by number or @name. */
function customersSide(parts: Parts) {
  const { world } = parts;
  const filed = (user: User, files: Sent[] = []) => files.map((file) => keep(parts, user, file));
  return {
    customer(user: Omit<User, 'takesDirect'> & { takesDirect?: boolean }): User {
      const known: User = { takesDirect: false, ...world.users.get(user.id), ...user };
      const same = world.users.get(user.id);
      if (same) return Object.assign(same, known);
      world.users.set(user.id, known);
      return known;
    },
    customerPosts(userId: string, said: { text: string; replyTo?: string; files?: Sent[] }): Post {
      const user = userOf(world, userId);
      return write(world, user, { ...said, files: filed(user, said.files) });
    },
    /** Changes the words: the post takes a further number, as edited posts do. */
    customerEdits(postId: string, text: string): Post {
      const post = world.posts.get(postId);
      if (!post) throw new Error('no such post');
      Object.assign(post, { text, history: [...post.history, world.nextId()] });
      tell(world, { kind: 'post', post });
      return post;
    },
    customerLikes(userId: string, postId: string): void {
      const post = world.posts.get(postId);
      if (!post) throw new Error('no such post');
      post.likes.add(userId);
      tell(world, { kind: 'like', post, user: userOf(world, userId) });
    },
    customerWrites(userId: string, to: string, said: { text: string; files?: Sent[] }): Direct {
      const sender = userOf(world, userId);
      const files = filed(sender, said.files);
      const app = 'X for Android';
      return writeDirect(world, { sender, recipient: userOf(world, to) }, { text: said.text, files, app });
    },
    customerReads(userId: string, of: string): void {
      const [reader, other] = [userOf(world, userId), userOf(world, of)];
      const upTo = world.directs.findLast((one) => one.sender === other && one.recipient === reader);
      if (upTo) tell(world, { kind: 'read', reader, of: other, upTo });
    },
    timeline: (): Post[] => [...world.posts.values()],
    directs: (userId: string): Direct[] =>
      world.directs.filter((one) => one.sender.id === userId || one.recipient.id === userId),
    file: (id: string) => world.files.get(id),
  };
}

/** The firm's people write on the platform itself. */
function firmsSide({ world }: Parts) {
  return {
    firmPosts: (handle: string, said: { text: string; replyTo?: string }): Post =>
      write(world, userOf(world, handle), said),
    firmWrites: (handle: string, to: string, text: string): Direct => {
      const [sender, recipient] = [userOf(world, handle), userOf(world, to)];
      return writeDirect(world, { sender, recipient }, { text, app: 'X for Android' });
    },
  };
}

export type X = Awaited<ReturnType<typeof startX>>;
