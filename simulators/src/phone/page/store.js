/** The page's state: one object, changed by `set`, shown by whoever subscribed. */
const memory = (key, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
};

export const state = {
  apps: [],
  people: {},
  /** Keys of the customers whose phones are shown. */
  shown: memory('shown', ['ana']),
  /** `app/person` → {address, messages}. */
  data: {},
  typing: {},
  /** `app/person/peer` → time of the newest message seen. */
  seen: memory('seen', {}),
  /** Person → what the phone shows: {app, peer, open, compose, draft, start}. */
  screens: {},
  language: 'pt-BR',
  theme: memory('theme', matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
  /** Stays over deep links, which do not name it. */
  shop: memory('shop', ''),
  pane: 'phone',
  editing: null,
  error: '',
};

const listeners = new Set();
export const subscribe = (listener) => listeners.add(listener);

/** Changes the state and shows it; what outlives a reload goes to the browser's memory. */
export function set(change) {
  Object.assign(state, change);
  for (const key of ['shown', 'seen', 'theme', 'shop'])
    if (key in change) localStorage.setItem(key, JSON.stringify(state[key]));
  if ('people' in change) localStorage.setItem('people', JSON.stringify(state.people));
  for (const listener of listeners) listener();
}

/** What a person's phone shows. */
export const go = (person, screen) => set({ screens: { ...state.screens, [person]: screen } });

async function request(path, body) {
  const init = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(path, init);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `status ${response.status}`);
  return answer;
}

/** Apps and customers from the server; customers edited here before win. */
export async function load() {
  const { apps, customers } = await request('/control');
  set({ apps, people: { ...customers, ...memory('people', {}) } });
  const known = state.shown.filter((key) => state.people[key]);
  set({ shown: known.length > 0 ? known : [Object.keys(state.people)[0]] });
  await Promise.all(
    Object.keys(state.people).flatMap((person) => apps.map((app) => refresh(app.id, person))),
  );
}

/** Fetches everything said on one app from and to one customer. */
export async function refresh(app, person) {
  const answer = await request(`/control/${app}/messages`, { customer: state.people[person] });
  set({ data: { ...state.data, [`${app}/${person}`]: answer } });
}

/** Does something as a customer; a refusal is shown for a while. */
export async function act(app, action, person, body = {}) {
  try {
    const answer = await request(`/control/${app}/${action}`, { ...body, customer: state.people[person] });
    await refresh(app, person);
    return answer.result;
  } catch (error) {
    set({ error: error.message });
    setTimeout(() => set({ error: '' }), 6000);
    return undefined;
  }
}

/** Live: every change on an app is fetched again for the customer it is about. */
export function follow() {
  const source = new EventSource('/events');
  source.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    for (const person of Object.keys(state.people)) {
      const key = `${event.app}/${person}`;
      if (state.data[key]?.address !== event.address) continue;
      if (event.kind === 'typing') showTyping(key);
      else if (state.typing[key]) set({ typing: { ...state.typing, [key]: 0 } });
      void refresh(event.app, person);
    }
  };
  // After a break everything may have changed.
  source.onopen = () => {
    for (const person of Object.keys(state.people))
      for (const app of state.apps) void refresh(app.id, person);
  };
}

function showTyping(key) {
  const until = Date.now() + 5000;
  set({ typing: { ...state.typing, [key]: until } });
  setTimeout(() => state.typing[key] === until && set({ typing: { ...state.typing, [key]: 0 } }), 5000);
}

export const messagesOf = (app, person) => state.data[`${app}/${person}`]?.messages ?? [];

/** How many messages of a side (or of all) the customer has not looked at. */
export function unread(app, person, peer) {
  const isNew = (one) =>
    !one.mine && (!peer || one.peer === peer) && one.at > (state.seen[`${app}/${person}/${one.peer}`] ?? '');
  return messagesOf(app, person).filter(isNew).length;
}

/** The customer looks at a chat: nothing in it is new any more, and the platform may tell the firm. */
export function look(app, person, peer) {
  if (unread(app, person, peer) === 0) return;
  const newest = messagesOf(app, person)
    .filter((one) => one.peer === peer)
    .at(-1);
  set({ seen: { ...state.seen, [`${app}/${person}/${peer}`]: newest?.at ?? '' } });
  void act(app, 'read', person, { to: peer });
}
