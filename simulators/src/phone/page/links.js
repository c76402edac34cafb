import { go, set, state } from './store.js';

/**
 * Deep links as the real apps have them: `/wa/<number>?text=`, `/tg/<bot>?start=`, `/mail?to=&subject=&body=`.
 * Which word belongs to which app the server says; here they are only taken apart.
 */
export function readAddress({ pathname, search }) {
  const [, word, contact = ''] = pathname.split('/');
  if (!word || word === 'page') return null;
  const query = new URLSearchParams(search);
  const given = (name) => query.get(name) ?? undefined;
  return {
    word,
    // Some platforms name the other side in the query.
    contact: given('recipient_id') ?? decodeURIComponent(contact),
    // Others put the words there without a name.
    text:
      given('text') ?? (/[=&]/.test(search) ? undefined : decodeURIComponent(search.slice(1)) || undefined),
    start: given('start') ?? given('ref'),
    to: given('to'),
    subject: given('subject'),
    body: given('body'),
    person: given('customer'),
  };
}

/** Opens the app of a link on the first phone shown, with the draft filled in. */
export function openLink(link) {
  const app = state.apps.find((one) => one.link === link.word);
  if (!app) return;
  const person = state.people[link.person] ? link.person : state.shown[0];
  if (!state.shown.includes(person)) set({ shown: [person] });
  if (app.ui === 'mail') {
    const to = link.to || link.contact || app.contacts[0]?.id;
    go(person, { app: app.id, compose: { to: to ? [to] : [], subject: link.subject, body: link.body } });
  } else
    go(person, {
      app: app.id,
      peer: link.contact || app.contacts[0]?.id,
      draft: link.text,
      start: link.start,
    });
  set({ pane: 'phone' });
}
