import { h, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { openLink, readAddress } from './links.js';
import { Avatar, Icon, IconButton } from './parts.js';
import { Person } from './person.js';
import { Phone } from './phone.js';
import { follow, load, set, state, subscribe } from './store.js';
import { chooseLanguage, languages, textIn } from './texts.js';

function Page() {
  const [, redraw] = useState(0);
  useEffect(() => void subscribe(() => redraw((count) => count + 1)), []);
  const t = textIn(state.language);
  document.documentElement.lang = state.language;
  document.documentElement.dataset.theme = state.theme;
  document.title = t('title');
  return [
    h(Bar, { key: 'bar', t }),
    h(
      'main',
      { key: 'main', class: `pane-${state.pane}` },
      h(
        'div',
        { class: 'phones' },
        state.shown.map((person) => h(Phone, { key: person, person, t })),
      ),
      h(Shop, { t }),
    ),
    state.editing && h(Person, { key: 'person', t, person: state.editing }),
    state.error && h('div', { key: 'error', class: 'toast', role: 'alert' }, `${t('failed')} ${state.error}`),
  ];
}

function Bar({ t }) {
  const choose = (person) =>
    set({
      shown: state.shown.length > 1 ? [person, ...state.shown.filter((one) => one !== person)] : [person],
      pane: 'phone',
    });
  const isBoth = state.shown.length > 1;
  const both = () =>
    set({ shown: isBoth ? state.shown.slice(0, 1) : Object.keys(state.people).slice(0, 3), pane: 'phone' });
  const add = () => {
    const number = 90_000_000 + Math.floor(Math.random() * 9_999_999);
    const customer = {
      name: '',
      phone: `55119${number}`,
      email: `cliente${number}@cliente.example`,
      account: 5_300_000_000 + number,
      locale: state.language,
    };
    set({ editing: { key: `c${number}`, customer, isNew: true } });
  };
  return h(
    'header',
    { class: 'bar' },
    h('h1', null, h('img', { src: '/page/icon.svg', alt: '' }), h('span', null, t('title'))),
    h(
      'nav',
      { class: 'people' },
      Object.entries(state.people).map(([key, customer]) =>
        h(
          'button',
          {
            type: 'button',
            key,
            'aria-pressed': String(state.shown.includes(key)),
            onClick: () => choose(key),
          },
          h(Avatar, { name: customer.name }),
          h('span', null, customer.name.split(' ')[0]),
        ),
      ),
      h(IconButton, { icon: 'plus', label: t('add'), onClick: add }),
      h(IconButton, {
        icon: 'columns',
        label: t('both'),
        class: 'icon-button both',
        'aria-pressed': String(isBoth),
        onClick: both,
      }),
    ),
    h(
      'div',
      { class: 'tools' },
      h(IconButton, {
        icon: state.pane === 'phone' ? 'globe' : 'phone',
        label: t(state.pane === 'phone' ? 'shop' : 'phoneTab'),
        class: 'icon-button pane-switch',
        onClick: () => set({ pane: state.pane === 'phone' ? 'shop' : 'phone' }),
      }),
      h(
        'select',
        {
          'aria-label': t('language'),
          value: state.language,
          onChange: (event) => set({ language: event.currentTarget.value }),
        },
        languages.map((language) =>
          h(
            'option',
            { key: language, value: language, selected: language === state.language },
            language.slice(0, 2).toUpperCase(),
          ),
        ),
      ),
      h(IconButton, {
        icon: 'theme',
        label: t('theme'),
        onClick: () => set({ theme: state.theme === 'dark' ? 'light' : 'dark' }),
      }),
    ),
  );
}

/** The shop's own page beside the phones, as in a browser. */
function Shop({ t }) {
  const [turn, setTurn] = useState(0);
  if (!state.shop)
    return h(
      'section',
      { class: 'shop empty' },
      h('div', null, h(Icon, { name: 'globe' }), h('p', null, t('noShop'))),
    );
  return h(
    'section',
    { class: 'shop' },
    h(
      'header',
      null,
      h(
        'span',
        { class: 'dots' },
        h('i', { class: 'dot' }),
        h('i', { class: 'dot' }),
        h('i', { class: 'dot' }),
      ),
      h(IconButton, { icon: 'reload', label: t('shop'), onClick: () => setTurn(turn + 1) }),
      h('span', { class: 'address' }, state.shop.replace(/^https?:\/\//, '')),
      h(
        'a',
        {
          class: 'icon-button',
          href: state.shop,
          target: '_blank',
          title: t('openShop'),
          'aria-label': t('openShop'),
        },
        h(Icon, { name: 'outside' }),
      ),
    ),
    h('iframe', { key: turn, src: state.shop, title: t('shop'), allow: 'microphone; clipboard-write' }),
  );
}

/** Inside the shop's frame a deep link must not open a phone in the phone: the page around it opens the app. */
function handOver(link) {
  new BroadcastChannel('phone').postMessage(link);
  const t = textIn(state.language);
  render(h('p', { class: 'handed-over' }, t('openedOutside')), document.body);
  // The shop comes back by itself.
  setTimeout(() => history.back(), 1500);
}

const query = new URLSearchParams(location.search);
set({ language: chooseLanguage(query.get('lang'), navigator.languages) });
if (query.has('shop')) set({ shop: webAddress(query.get('shop')) });
if (query.get('theme')) set({ theme: query.get('theme') === 'dark' ? 'dark' : 'light' });

function webAddress(text) {
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) ? url.href : '';
  } catch {
    return '';
  }
}

const link = readAddress(location);
if (link && window.top !== window.self) handOver(link);
else {
  await load();
  render(h(Page), document.body);
  if (link) openLink(link);
  new BroadcastChannel('phone').onmessage = ({ data }) => openLink(data);
  follow();
}
