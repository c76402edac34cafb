import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { foundOrganisation } from './modules/people/index.ts';
import { startTestApp, type TestApp } from './testing/app.ts';

/** A label that is deleted must not lock what names it: rules, agreements, macros, views and surveys are saved as before. */
let app: TestApp;
let cookie = '';
const password = 'a password nobody guesses';

type Said = { status: number; body: { id?: string; items?: object[] } };
async function call(method: string, path: string, body?: object): Promise<Said> {
  const headers = { 'x-meada-csrf': '1', 'content-type': 'application/json', cookie };
  const answer = await fetch(`${app.url}/api${path}`, { method, headers, body: JSON.stringify(body ?? {}) });
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  if (cookies.length > 0) cookie = cookies.join('; ');
  return { status: answer.status, body: (await answer.json()) as Said['body'] };
}

beforeAll(async () => {
  app = await startTestApp({ env: { ROLES: 'web' } });
  const owner = { name: 'Helena', email: 'helena@loja.example', password };
  await foundOrganisation(app.kernel, { organisation: { name: 'Loja' }, owner });
  await call('POST', '/session', { email: owner.email, password });
});
afterAll(() => app?.stop());

const lists = { queueIds: [], inboxIds: [], priorities: [], segmentIds: [] };
const survey = {
  ...{ brandId: null, inboxId: null, active: false, delayMinutes: 5, scale: 'faces', comments: true },
  ...{
    pauseDays: 7,
    templates: [],
    questions: { 'pt-BR': 'Como foi?', en: 'How was it?', es: '¿Cómo fue?' },
  },
};
/** Where each is made and changed, and how it names a label; one without `POST` is saved in its place. */
const namers = {
  rule: {
    path: '/routing/intake-rules',
    with: (labelId: string) => ({ items: [{ name: 'Trocas', conditions: { labelIds: [labelId] } }] }),
  },
  survey: { path: '/survey-rules', with: (labelId: string) => ({ ...survey, labelIds: [labelId] }) },
  agreement: {
    path: '/agreements',
    posts: true,
    with: (labelId: string) => ({
      ...{ name: 'Trocas em 1 h', active: true, hoursId: null, warnBefore: 15 },
      conditions: { ...lists, labelIds: [labelId] },
      targets: { first_answer: 60, next_answer: null, resolution: null },
    }),
  },
  macro: {
    path: '/macros',
    posts: true,
    with: (labelId: string) => ({
      ...{ name: 'Troca', folder: '', shownTo: 'all', teamIds: [], inboxIds: [] },
      actions: [{ kind: 'labels', mode: 'add', labelIds: [labelId] }],
    }),
  },
  view: {
    path: '/saved-views',
    posts: true,
    with: (labelId: string) => ({ name: 'Trocas', shared: true, filters: { view: 'all', labelId } }),
  },
};

it.each(Object.entries(namers))(
  'a %s that names a label that is gone is saved still; one that was never there is refused',
  async (what, { path, with: body, ...how }) => {
    const label = (await call('POST', '/labels', { name: `De ${what}`, colour: '#112233' })).body.id ?? '';
    const posts = 'posts' in how;
    const made = await call(posts ? 'POST' : 'PUT', path, body(label));
    expect(made).toMatchObject({ status: 200 });
    const place = posts ? `${path}/${made.body.id}` : path;
    const save = async (id: string) => (await call('PUT', place, body(id))).status;
    expect((await call('DELETE', `/labels/${label}`)).status).toBe(200);
    expect(await save(label)).toBe(200);
    expect([404, 422]).toContain(await save(randomUUID()));
  },
);
