import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ChatApp } from './chat.js';
import { MailApp } from './mail.js';
import { clock, Icon, IconButton } from './parts.js';
import { go, set, state, unread } from './store.js';
import { TimelineApp } from './timeline.js';

const screensByKind = { chat: ChatApp, mail: MailApp, timeline: TimelineApp };

/** One customer's phone: frame, status bar, home screen or an app. */
export function Phone({ person, t }) {
  const screen = state.screens[person] ?? {};
  const app = state.apps.find((one) => one.id === screen.app);
  const customer = state.people[person];
  const colours = app?.colours[state.theme];
  const style = colours && `--head:${colours[0]};--own:${colours[1]};--wall:${colours[2]}`;
  const View = app && screensByKind[app.ui];
  return h(
    'section',
    { class: 'phone', 'aria-label': customer.name, 'data-person': person },
    h(
      'div',
      { class: `screen${app ? ' in-app' : ''}`, style },
      h(StatusBar),
      View ? h(View, { app, person, screen, t }) : h(Home, { person, customer, t }),
      h(
        'button',
        { type: 'button', class: 'home-bar', 'aria-label': t('home'), onClick: () => go(person, {}) },
        h('i'),
      ),
    ),
  );
}

function useClock() {
  const [now, setNow] = useState(new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function StatusBar() {
  const now = useClock();
  return h(
    'div',
    { class: 'status', 'aria-hidden': 'true' },
    h('span', null, clock(now, state.language)),
    h(
      'svg',
      { viewBox: '0 0 60 16' },
      [0, 1, 2, 3].map((bar) =>
        h('rect', { key: bar, x: 2 + bar * 5, y: 11 - bar * 2.5, width: 3.4, height: 3 + bar * 2.5, rx: 1 }),
      ),
      h('path', { d: 'M32 13.500l-6-7a9 9 0 0 1 12 0z' }),
      h('rect', { x: 43, y: 3, width: 14, height: 10, rx: 3, class: 'battery' }),
      h('rect', { x: 44.5, y: 4.5, width: 9, height: 7, rx: 1.5 }),
    ),
  );
}

function Home({ person, customer, t }) {
  const now = useClock();
  const editing = { key: person, customer };
  return h(
    'div',
    { class: 'home' },
    h('div', { class: 'big-clock' }, clock(now, state.language)),
    h(
      'div',
      { class: 'big-day' },
      now.toLocaleDateString(state.language, { weekday: 'long', day: 'numeric', month: 'long' }),
    ),
    h(
      'div',
      { class: 'owner' },
      h(
        'span',
        null,
        h('strong', null, customer.name),
        h('span', null, `+${customer.phone}`),
        h('span', null, customer.email),
      ),
      h(IconButton, { icon: 'pencil', label: t('edit'), onClick: () => set({ editing }) }),
    ),
    h(
      'div',
      { class: 'apps' },
      state.apps.map((app) => h(AppIcon, { key: app.id, app, person, t })),
      state.shop &&
        h(
          'button',
          { type: 'button', class: 'app-icon', onClick: () => set({ pane: 'shop' }) },
          h('span', { class: 'tile web' }, h(Icon, { name: 'globe' })),
          t('shop'),
        ),
    ),
  );
}

function AppIcon({ app, person, t }) {
  const count = unread(app.id, person);
  // The picture is part of our own server's code, not of anything a customer or the firm wrote.
  const drawing = { dangerouslySetInnerHTML: { __html: app.icon } };
  const name = app.ui === 'mail' ? t('email') : app.name;
  return h(
    'button',
    { type: 'button', class: 'app-icon', 'data-app': app.id, onClick: () => go(person, { app: app.id }) },
    h(
      'span',
      { class: 'tile', style: `--tile:${app.colours.light[0]}` },
      h('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true', ...drawing }),
      count > 0 && h('b', { class: 'badge' }, count),
    ),
    name,
  );
}
