import type { AddressInfo } from 'node:net';
import {
  type Moderation,
  pageModerates,
  pageWritesThere,
  personChangesComment,
  personComments,
  personEdits,
  personMentions,
  personOpens,
  personPosts,
  personReacts,
  personReads,
  personUnsends,
  personWrites,
  type Saying,
} from './acts.ts';
import { createGraph } from './graph.ts';
import { createHooks } from './hooks.ts';
import type { Fault, Parts } from './parts.ts';
import { type Change, type Config, createState, type FileKind, type Person } from './state.ts';

export type { Fault } from './parts.ts';
export type { Comment, Direct, FileKind, Person, Post } from './state.ts';

/** Values a demo can be set up with; every one can be overridden. */
const defaults: Omit<Config, 'network'> = {
  pageId: '104512345678901',
  accountId: '17841405566778899',
  name: 'Empório Fio & Meada',
  username: 'fioemeada',
  appId: '67084081',
  appSecret: 'simulator-app-secret',
  accessToken: 'EAAsimulator-page',
  humanAgent: true,
  perSecond: 40,
  retryDelays: [500, 2000, 8000, 30_000, 120_000],
  deliveredAfter: 200,
  now: () => Date.now(),
};

const firstPost = 'Chegou a nova linha de lãs merino em 24 cores! Qual é a sua? 🧶';

/**
 * Starts the simulated Graph API of one network at `${url}/v26.0`, with a post of the page that people comment on. It
 * sends signed webhooks to whoever the app's subscription names (`POST /{app}/subscriptions`, or `subscribe`). `allow` is
 * what the server's egress must permit.
 */
export async function startMeta(options: Partial<Config> & Pick<Config, 'network'> & { port?: number }) {
  const { port = 0, ...given } = options;
  const config: Config = { ...defaults, ...given };
  const state = createState(config);
  const hooks = createHooks(config);
  const faults: Fault[] = [];
  let url = '';
  const parts: Parts = { state, hooks, faults, base: () => url };
  const app = createGraph(parts);
  await app.listen({ port, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const number = state.next();
  const id = config.network === 'facebook' ? `${config.pageId}_${number}` : `178${number}`;
  state.posts.push({ id, by: 'page', at: config.now(), text: firstPost });
  return {
    ...{ url, graphUrl: `${url}/v26.0`, allow: [new URL(url).host], config, state },
    ...control(parts),
    /** The next calls that change something meet this fault. */
    failNext: (fault: Fault): void => void faults.push(fault),
    async stop(): Promise<void> {
      hooks.stop();
      await app.close();
    },
  };
}

export type Upload = { kind: FileKind; type: string; name: string; bytes: Uint8Array };

/** What is said and done below posts. */
function publicSide(parts: Parts, personOf: (id: string) => Person) {
  const { state } = parts;
  return {
    /** Without a post: below the page's newest. */
    comments: (id: string, said: { text: string; post?: string; parent?: string; picture?: Upload }) => {
      const parent = said.parent ? state.comments.find((one) => one.id === said.parent) : undefined;
      const post = said.post ?? parent?.post ?? state.posts.findLast((one) => one.by === 'page')?.id ?? '';
      const picture = said.picture ? state.addFile(said.picture) : undefined;
      return personComments(parts, personOf(id), { ...said, post, picture });
    },
    changesComment: (id: string, change: { id: string; text: string | null }) =>
      personChangesComment(parts, personOf(id), change),
    /** Names the account in a caption of their own, or in a comment below it. */
    mentions: (id: string, said: { caption: string; text?: string }) =>
      personMentions(parts, personOf(id), said),
    /** Somebody of the firm hides, shows, changes or removes a comment in the platform's own pages. */
    moderatesThere: (id: string, what: Moderation): void => {
      const comment = state.comments.find((one) => one.id === id);
      if (!comment) throw new Error('no such comment');
      pageModerates(parts, comment, what);
    },
    posts: (id: string, text: string) => personPosts(parts, personOf(id), text),
  };
}

/** What the customer's phone page and tests may do. */
function control(parts: Parts) {
  const { state, hooks } = parts;
  const personOf = (id: string): Person => {
    const person = state.people.get(id);
    if (!person) throw new Error('no such person');
    return person;
  };
  const stored = (files: Upload[]) => files.map((file) => state.addFile(file));
  return {
    /** Somebody with an account there; known again by the id. */
    person(given: Omit<Person, 'blocked'>): Person {
      const person = state.people.get(given.id) ?? { ...given, blocked: false };
      Object.assign(person, given);
      state.people.set(given.id, person);
      return person;
    },
    writes: (id: string, said: Omit<Saying, 'files'> & { files?: Upload[] }) =>
      personWrites(parts, personOf(id), { ...said, files: stored(said.files ?? []) }),
    /** Opens a link to the chat, with its `ref`. */
    opens: (id: string, ref?: string) => personOpens(parts, personOf(id), ref),
    unsends: (id: string, message: string) => personUnsends(parts, personOf(id), message),
    edits: (id: string, change: { id: string; text: string }) => personEdits(parts, personOf(id), change),
    reacts: (id: string, reaction: { id: string; emoji: string }) =>
      personReacts(parts, personOf(id), reaction),
    reads: (id: string) => personReads(parts, personOf(id)),
    blocks: (id: string, blocked: boolean): void => {
      personOf(id).blocked = blocked;
    },
    ...publicSide(parts, personOf),
    answersThere: (id: string, text: string) => pageWritesThere(parts, id, text),
    /** Private messages of a person, and what everybody reads below the posts. */
    directs: (id: string) => state.directs.filter((one) => one.person === id),
    comment: (id: string) => state.comments.find((one) => one.id === id),
    onChange(listener: (change: Change) => void): () => void {
      state.listeners.add(listener);
      return () => void state.listeners.delete(listener);
    },
    ...{ subscribe: hooks.subscribe, settled: hooks.settled, attempts: hooks.attempts },
    duplicateNext: hooks.duplicateNext,
  };
}

export type Meta = Awaited<ReturnType<typeof startMeta>>;
