import { createHmac, timingSafeEqual } from 'node:crypto';
import type { App } from './oauth.ts';
import { hookDirect, hookPost } from './present.ts';
import { Problem } from './problem.ts';
import { type Change, type User, userOf, type World } from './state.ts';

type Hook = { id: string; url: string; valid: boolean; created_at: string; users: Set<string> };

const signed = (bytes: string, secret: string): string =>
  `sha256=${createHmac('sha256', secret).update(bytes).digest('base64')}`;

/** The platform's challenge: only who knows the app's secret answers it. */
async function challenge(hook: Hook, secret: string): Promise<void> {
  const token = `crc-${hook.id}`;
  const response = await fetch(`${hook.url}?crc_token=${token}&nonce=${hook.id}`).catch(() => undefined);
  const body = (await response?.json().catch(() => undefined)) as { response_token?: string } | undefined;
  const [a, b] = [Buffer.from(body?.response_token ?? ''), Buffer.from(signed(token, secret))];
  hook.valid = response?.status === 200 && a.length === b.length && timingSafeEqual(a, b);
}

async function deliver(hook: Hook, event: object, secret: string): Promise<void> {
  const body = JSON.stringify(event);
  const headers = {
    'content-type': 'application/json',
    'x-twitter-webhooks-signature': signed(body, secret),
  };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const response = await fetch(hook.url, { method: 'POST', headers, body }).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
  }
}

/** A webhook at an address of this machine; nothing else is ever called. */
function newHook(id: string, address: unknown): Hook {
  const target = typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined;
  if (!target || !/^(127\.0\.0\.1|localhost)$/.test(target.hostname))
    throw new Problem(400, 'The webhook url is not valid.');
  const created_at = new Date().toISOString();
  return { id, url: target.href, valid: false, created_at, users: new Set<string>() };
}

/** Webhooks of the app: challenge, subscriptions, delivery with two more attempts. */
export function newHooks(world: World, { app, url }: { app: App; url: () => string }) {
  const hooks = new Map<string, Hook>();
  const open = new Set<Promise<unknown>>();
  world.listeners.add((change) => {
    for (const hook of hooks.values()) {
      for (const id of hook.users) {
        const event = hook.valid ? eventFor(userOf(world, id), change, { url: url(), app: app.name }) : null;
        if (!event) continue;
        const work = deliver(hook, event, app.secret).finally(() => open.delete(work));
        open.add(work);
      }
    }
  });
  return {
    list: () => [...hooks.values()].map(bodyOf),
    async add(address: unknown) {
      const hook = newHook(world.nextId(), address);
      if ([...hooks.values()].some((one) => one.url === hook.url))
        throw new Problem(400, 'Duplicate webhook url.');
      await challenge(hook, app.secret);
      if (!hook.valid) throw new Problem(400, 'CrcValidationFailed');
      hooks.set(hook.id, hook);
      return bodyOf(hook);
    },
    remove: (id: string) => hooks.delete(id),
    subscribe(id: string, userId: string) {
      const hook = hooks.get(id);
      if (!hook) throw new Problem(404, 'No such webhook.');
      if (hook.users.has(userId)) throw new Problem(409, 'A subscription already exists.');
      hook.users.add(userId);
    },
    unsubscribe: (id: string, userId: string): boolean => hooks.get(id)?.users.delete(userId) ?? false,
    subscribers: (id: string): string[] => [...(hooks.get(id)?.users ?? [])],
    settled: () => Promise.all(open),
  };
}

const bodyOf = ({ id, url, valid, created_at }: Hook) => ({ id, url, valid, created_at });

/** What one account is told of a change; null when it does not concern it. */
function eventFor(user: User, change: Change, around: { url: string; app: string }): object | null {
  const for_user_id = user.id;
  if (change.kind === 'post') {
    const { post } = change;
    if (post.author !== user && !post.mentions.includes(user)) return null;
    return { for_user_id, user_has_blocked: false, tweet_create_events: [hookPost(post, around)] };
  }
  if (change.kind === 'deletion') {
    if (change.post.author !== user) return null;
    const status = { id: change.post.id, user_id: user.id };
    return { for_user_id, tweet_delete_events: [{ status, timestamp_ms: String(Date.now()) }] };
  }
  if (change.kind === 'like') {
    if (change.post.author !== user) return null;
    const who = { id_str: change.user.id, screen_name: change.user.username, name: change.user.name };
    const favorited_status = hookPost(change.post, around);
    return {
      for_user_id,
      favorite_events: [{ id: `${change.post.id}${who.id_str}`, favorited_status, user: who }],
    };
  }
  if (change.kind === 'read') {
    if (change.of !== user) return null;
    const event = {
      created_timestamp: String(Date.now()),
      sender_id: change.reader.id,
      last_read_event_id: change.upTo.id,
    };
    return { for_user_id, direct_message_mark_read_events: [event] };
  }
  const { direct } = change;
  if (direct.sender !== user && direct.recipient !== user) return null;
  const people = [direct.sender, direct.recipient];
  const users = Object.fromEntries(
    people.map(({ id, username, name }) => [id, { id, screen_name: username, name }]),
  );
  const apps = { 1: { id: '1', name: direct.app, url: 'https://example.com' } };
  return { for_user_id, direct_message_events: [hookDirect(direct, around.url)], users, apps };
}
